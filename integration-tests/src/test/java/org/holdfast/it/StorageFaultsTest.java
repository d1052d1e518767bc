package org.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.SafeModeAction;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.hdfs.protocol.HdfsConstants;
import org.awaitility.Awaitility;
import org.holdfast.localhadoop.LocalHadoop;
import org.holdfast.localhadoop.LocalHadoopExtension;
import org.holdfast.runtime.checkpoint.CheckpointReport.Checkpoint;
import org.holdfast.runtime.checkpoint.CheckpointReport.Status;
import org.holdfast.runtime.dispatcher.JobDetails;
import org.holdfast.runtime.dispatcher.JobStatus;
import org.holdfast.selfcheck.OutputChecker;
import org.holdfast.selfcheck.SelfCheckedOutput;
import org.holdfast.selfcheck.Verdict;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Jobs whose checkpoints cannot be written to HDFS: they say what failed and where, go on without a
 * restart, and take checkpoints again as soon as HDFS lets them. The session is that of a user whom
 * HDFS can refuse something.
 */
@ExtendWith(LocalHadoopExtension.class)
class StorageFaultsTest {

    private static final String USER = "alice";
    private static final String COUNT = "org.holdfast.testjobs.EndlessCount";
    private static final String SELF_CHECK = "org.holdfast.selfcheck.SelfCheckingJob";
    private static final Path ROOT = new Path("/storage-faults");
    private static final FsPermission READ_ONLY = new FsPermission("555");
    private static final FsPermission OWNERS = new FsPermission("755");

    /** More state than is kept in the metadata file: tasks write files of their own. */
    private static final String MANY_KEYS = "20000";

    private static final String FEW_KEYS = "10";
    private static final int RECORDS = 60_000;
    private static final int KEYS = 500;

    @TempDir static java.nio.file.Path directory;

    private static CommandSession session;
    private static DistributedFileSystem hdfs;

    @BeforeAll
    static void start(LocalHadoop hadoop) throws Exception {
        hdfs = (DistributedFileSystem) FileSystem.newInstance(hadoop.configuration());
        ownedByTheUser(new Path("/user/" + USER));
        ownedByTheUser(ROOT);
        session =
                new CommandSession(
                        new Client(
                                Files.createDirectory(directory.resolve("c")),
                                hadoop,
                                Optional.of(USER)),
                        "faults");
    }

    @AfterEach
    void leaveSafeMode() throws Exception {
        hdfs.setSafeMode(SafeModeAction.LEAVE);
    }

    @AfterAll
    static void stop() throws Exception {
        session.close();
        hdfs.close();
    }

    @Test
    void aNameNodeInSafeModeFailsCheckpointsAndNotTheJob() throws Exception {
        Path checkpoints = ownedByTheUser(new Path(ROOT, "safe-mode"));
        String id = submit(checkpoints, MANY_KEYS);
        awaitCheckpointAfter(id, 1);

        hdfs.setSafeMode(SafeModeAction.ENTER);
        awaitFailure(id, checkpoints + "/" + id, "safe mode");

        Checkpoint latest = session.checkpoints(id).latest().orElseThrow();
        session.expect(0, "VERDICT: good", "checkpoint", "inspect", latest.path());
        session.expect(0, "FAILED .*safe mode", "checkpoints", id);
        expectNoSavepoint(id, ROOT + "/savepoints", "safe mode");
        hdfs.setSafeMode(SafeModeAction.LEAVE);
        goesOnAfter(id);
    }

    /**
     * A block counts in full as soon as it is begun, so that 1 MB is no space for any file; a
     * directory still can be created.
     */
    @ParameterizedTest
    @CsvSource({MANY_KEYS + ", state file", FEW_KEYS + ", was not stored"})
    void aFullDirectoryFailsCheckpointsAndNotTheJob(String keys, String said) throws Exception {
        Path checkpoints = ownedByTheUser(new Path(ROOT, "full-" + keys));
        String id = submit(checkpoints, keys);
        awaitCheckpointAfter(id, 1);

        hdfs.setQuota(checkpoints, HdfsConstants.QUOTA_DONT_SET, 1 << 20);
        awaitFailure(id, said, checkpoints.toString(), "DiskSpace quota");

        hdfs.setQuota(checkpoints, HdfsConstants.QUOTA_DONT_SET, HdfsConstants.QUOTA_RESET);
        goesOnAfter(id);
    }

    @Test
    void aDirectoryOfSomebodyElseFailsCheckpointsAndNotTheJob() throws Exception {
        Path checkpoints = new Path(ROOT, "others");
        hdfs.mkdirs(checkpoints);
        hdfs.setPermission(checkpoints, READ_ONLY);
        String id = submit(checkpoints, MANY_KEYS);

        awaitFailure(id, checkpoints + "/" + id, "Permission denied: user=" + USER);
        expectNoSavepoint(id, checkpoints.toString(), "Permission denied: user=" + USER);

        ownedByTheUser(checkpoints);
        goesOnAfter(id);
    }

    /** The sink cannot write either, so that the job cannot be done before HDFS is back. */
    @Test
    void nothingIsLostWhenATaskManagerDiesWhileTheNameNodeIsInSafeMode() throws Exception {
        Path checkpoints = ownedByTheUser(new Path(ROOT, "killed"));
        String output = ROOT + "/output";
        String id =
                session.submit(
                        SELF_CHECK,
                        2,
                        List.of(
                                "-Dstate.checkpoints.dir=" + checkpoints,
                                "-Drestart-strategy=fixed-delay",
                                "-Drestart-strategy.fixed-delay.attempts=1000",
                                "-Drestart-strategy.fixed-delay.delay=200 ms"),
                        List.of(
                                "--records",
                                String.valueOf(RECORDS),
                                "--keys",
                                String.valueOf(KEYS),
                                "--rate",
                                "10000",
                                "--output",
                                output));
        awaitCheckpointAfter(id, 1);

        hdfs.setSafeMode(SafeModeAction.ENTER);
        String latest = session.checkpoints(id).latest().orElseThrow().name();
        int restarts = session.job(id).restarts();
        session.killATaskManagerOf(id);
        await("restarted").until(() -> session.job(id).restarts() > restarts);
        assertThat(session.checkpoints(id).latest().orElseThrow().name()).isEqualTo(latest);
        hdfs.setSafeMode(SafeModeAction.LEAVE);

        await("finished").until(() -> session.job(id).summary().status() == JobStatus.FINISHED);
        try (SelfCheckedOutput committed = SelfCheckedOutput.open(hdfs.getUri() + output)) {
            Verdict verdict = committed.check(new OutputChecker(RECORDS, KEYS, 2));
            assertThat(verdict.isExactlyOnce()).as(verdict.report()).isTrue();
        }
    }

    private static Path ownedByTheUser(Path path) throws Exception {
        hdfs.mkdirs(path);
        hdfs.setOwner(path, USER, USER);
        hdfs.setPermission(path, OWNERS);
        return path;
    }

    /** A job that ends when it fails once. */
    private static String submit(Path checkpoints, String keys) throws Exception {
        String id =
                session.submit(
                        COUNT,
                        2,
                        List.of("-Dstate.checkpoints.dir=" + checkpoints),
                        List.of("--keys", keys));
        session.awaitRecords(id, 40_000);
        return id;
    }

    /** Two checkpoints in a row fail, for a reason that says all this in one line. */
    private static void awaitFailure(String id, String... said) {
        long before = session.checkpoints(id).failed();
        await("two failed checkpoints")
                .until(
                        () -> {
                            assertRunsOn(id);
                            return session.checkpoints(id).failed() >= before + 2;
                        });
        Checkpoint failed =
                session.checkpoints(id).history().stream()
                        .filter(checkpoint -> checkpoint.status() == Status.FAILED)
                        .findFirst()
                        .orElseThrow();
        assertThat(failed.failure()).contains(said).doesNotContain("\n", "\tat ");
        assertRunsOn(id);
    }

    private static void expectNoSavepoint(String id, String target, String said) throws Exception {
        String line =
                session.expect(
                        4,
                        "(?m)^(holdfast savepoint: .*" + Pattern.quote(said) + ".*)$",
                        "savepoint",
                        id,
                        target);
        assertThat(line).contains(target);
        assertRunsOn(id);
    }

    /** The storage is in order again. */
    private static void goesOnAfter(String id) throws Exception {
        awaitCheckpointAfter(id, session.checkpoints(id).completed() + 1);
        assertRunsOn(id);
        Checkpoint latest = session.checkpoints(id).latest().orElseThrow();
        assertThat(hdfs.exists(new Path(latest.path()))).isTrue();
        session.cancel(id);
        await("cancelled").until(() -> session.job(id).summary().status() == JobStatus.CANCELED);
    }

    private static void awaitCheckpointAfter(String id, long completed) {
        await("completed checkpoint").until(() -> session.checkpoints(id).completed() > completed);
    }

    private static void assertRunsOn(String id) {
        JobDetails job = session.job(id);
        assertThat(job.summary().status()).as("%s", job).isEqualTo(JobStatus.RUNNING);
        assertThat(job.restarts()).as("%s", job).isZero();
    }

    private static org.awaitility.core.ConditionFactory await(String what) {
        return Awaitility.await(what)
                .atMost(Duration.ofSeconds(40))
                .pollInterval(Duration.ofMillis(50));
    }
}
