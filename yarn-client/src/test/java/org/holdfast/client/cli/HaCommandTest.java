package org.holdfast.client.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.holdfast.client.deploy.ApplicationStatus;
import org.holdfast.client.deploy.ApplicationStatus.Phase;
import org.holdfast.ha.leader.CoordinationPath;
import org.holdfast.ha.leader.CoordinationStore;
import org.holdfast.ha.leader.LeaderCandidate;
import org.holdfast.ha.leader.LeaderEpoch;
import org.holdfast.ha.leader.PublishedLeader;
import org.holdfast.ha.storage.StorageDirectories;
import org.holdfast.ha.storage.StorageDirectory;
import org.holdfast.ha.store.CheckpointStore;
import org.holdfast.ha.store.JobGraphStore;
import org.holdfast.ha.store.JobResultStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code holdfast ha} against a store in memory, files in a folder, and a YARN that is told. */
class HaCommandTest {

    private static final String OVER = "application_1700000000000_0001";
    private static final String ALIVE = "application_1700000000000_0002";
    private static final String LEADS = "application_1700000000000_0003";
    private static final String FORGOTTEN = "application_1700000000000_0004";
    private static final String NAMED = "billing";
    private static final String JOB = "0123456789abcdef0123456789abcdef";

    @TempDir Path folder;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final FakeYarn yarn = new FakeYarn();
    private final Configuration hadoop = new Configuration(false);

    @BeforeEach
    void keep() throws Exception {
        MemoryServices.clear();
        Files.writeString(
                folder.resolve("flink-conf.yaml"),
                "high-availability: "
                        + MemoryServices.class.getName()
                        + "\n"
                        + "high-availability.storageDir: "
                        + files().toUri()
                        + "\n"
                        + "yarn.properties-file.location: "
                        + folder
                        + "\n");
        yarn.knows(OVER, "KILLED", Phase.KILLED);
        yarn.knows(ALIVE, "ACCEPTED", Phase.STARTING);
        yarn.knows(LEADS, "FINISHED", Phase.SUCCEEDED);
    }

    private Path files() {
        return folder.resolve("recovery");
    }

    private Path filesOf(String clusterId) {
        return files().resolve(clusterId);
    }

    private StorageDirectory directory(Path path) throws IOException {
        return StorageDirectory.open(path.toUri(), hadoop);
    }

    /** A cluster with one job, whose JobManager has died. */
    private void keepJob(String clusterId, String application) throws IOException {
        lead(clusterId, application).close();
    }

    private CoordinationStore lead(String clusterId, String application) throws IOException {
        CoordinationStore store = MemoryServices.store(clusterId);
        LeaderEpoch epoch =
                store.campaign(new LeaderCandidate(7, application + " on host, process 1"))
                        .orElseThrow();
        new JobGraphStore(store, epoch, directory(filesOf(clusterId)))
                .put(JOB, "graph".getBytes(UTF_8));
        return store;
    }

    private ExitCode run(String... words) {
        printed.reset();
        PrintStream out = new PrintStream(printed, true, UTF_8);
        Terminal terminal =
                new Terminal(InputStream.nullInputStream(), out, out, false, folder, "ada");
        ClusterAccess access = new ClusterAccess(terminal, configuration -> yarn);
        return new CommandRunner("holdfast ha", terminal)
                .run(new HaCommand(access), List.of(words));
    }

    private List<String> printed() {
        return printed.toString(UTF_8).lines().toList();
    }

    // ---------------------------------------------------------------- gc

    @Test
    void listsGarbageAndRemovesNothingUnlessTold() throws Exception {
        keepJob(OVER, OVER);
        yarn.stages(OVER);

        assertThat(run("gc")).isEqualTo(ExitCode.OK);

        assertThat(printed())
                .containsExactly(
                        "Garbage " + OVER + ": " + OVER + " is KILLED; 1 job to go on with",
                        "Garbage staging folder of " + OVER + ": it is KILLED",
                        "2 to remove, 0 kept. Nothing was removed: add --delete.");
        assertThat(filesOf(OVER)).isNotEmptyDirectory();
        assertThat(MemoryServices.store(OVER).currentEpoch()).isPresent();
        assertThat(yarn.stagedApplications()).containsExactly(OVER);
    }

    @Test
    void removesWhatIsOverWithAllThatIsKeptOfIt() throws Exception {
        keepJob(OVER, OVER);
        yarn.stages(OVER);

        assertThat(run("gc", "--delete")).isEqualTo(ExitCode.OK);

        assertThat(printed()).contains("2 removed, 0 kept.");
        assertThat(filesOf(OVER)).doesNotExist();
        assertThat(MemoryServices.store(OVER).currentEpoch()).isEmpty();
        assertThat(MemoryServices.store(OVER).topNames()).isEmpty();
        assertThat(yarn.stagedApplications()).isEmpty();
    }

    @Test
    void neverTouchesWhatIsAliveOrMayBe() throws Exception {
        keepJob(ALIVE, ALIVE);
        CoordinationStore leading = lead(LEADS, LEADS);
        leading.publish(
                new PublishedLeader(leading.currentEpoch().orElseThrow().epoch(), "rpc", "rest"));
        keepJob(FORGOTTEN, FORGOTTEN);
        keepJob(NAMED, OVER);
        // its own application is over, but another one has gone on with its jobs
        keepJob(OVER, ALIVE);
        yarn.stages(ALIVE);
        yarn.stages(FORGOTTEN);

        assertThat(run("gc", "--delete")).isEqualTo(ExitCode.OK);

        assertThat(printed())
                .containsExactly(
                        "Kept    " + OVER + ": " + ALIVE + " is ACCEPTED",
                        "Kept    " + ALIVE + ": " + ALIVE + " is ACCEPTED",
                        "Kept    "
                                + LEADS
                                + ": a JobManager leads in it, or its session has not ended yet: "
                                + LEADS
                                + " is FINISHED. Try again in a minute",
                        "Kept    " + FORGOTTEN + ": " + FORGOTTEN + " is not known to YARN",
                        "Kept    billing: it was given an id of its own; name it with -z billing",
                        "Kept    staging folder of " + ALIVE + ": it is ACCEPTED",
                        "Kept    staging folder of " + FORGOTTEN + ": it is not known to YARN",
                        "0 removed, 7 kept.");
        for (String clusterId : List.of(OVER, ALIVE, LEADS, FORGOTTEN, NAMED)) {
            assertThat(filesOf(clusterId)).as(clusterId).isNotEmptyDirectory();
            assertThat(MemoryServices.store(clusterId).children(new CoordinationPath("jobs")))
                    .as(clusterId)
                    .containsExactly(JOB);
        }
    }

    @Test
    void keepsAClusterWhoseJobManagerLeadsAndIsNotPublishedYet() throws Exception {
        lead(OVER, OVER);

        assertThat(run("gc", "--delete")).isEqualTo(ExitCode.OK);

        assertThat(printed())
                .containsExactly(
                        "Kept    " + OVER + ": a JobManager has begun to lead in it",
                        "0 removed, 1 kept.");
        assertThat(filesOf(OVER)).isNotEmptyDirectory();
    }

    @Test
    void removesTheForgottenWhenToldTo() throws Exception {
        keepJob(FORGOTTEN, FORGOTTEN);
        assertThat(run("gc", "--delete", "--forgotten")).isEqualTo(ExitCode.OK);
        assertThat(filesOf(FORGOTTEN)).doesNotExist();
    }

    @Test
    void looksAtNoOtherClusterThanTheNamed() throws Exception {
        keepJob(NAMED, OVER);
        keepJob(OVER, OVER);
        yarn.stages(OVER);

        assertThat(run("gc", "--delete", "-z", "/" + NAMED)).isEqualTo(ExitCode.OK);
        assertThat(printed())
                .containsExactly(
                        "Removed billing: " + OVER + " is KILLED; 1 job to go on with",
                        "1 removed, 0 kept.");
        assertThat(filesOf(NAMED)).doesNotExist();
        assertThat(filesOf(OVER)).isNotEmptyDirectory();

        assertThat(run("gc", "--delete", "-yid", ALIVE)).isEqualTo(ExitCode.OK);
        assertThat(printed())
                .containsExactly(
                        "Kept    " + ALIVE + ": nothing is kept of it", "0 removed, 1 kept.");
    }

    @Test
    void finishesWhatWasHalfRemoved() throws Exception {
        Files.createDirectories(filesOf(OVER).resolve("blobs"));
        assertThat(run("gc", "--delete")).isEqualTo(ExitCode.OK);
        assertThat(filesOf(OVER)).doesNotExist();
    }

    @Test
    void leavesWhatOthersWroteAlone() throws Exception {
        Files.createDirectories(filesOf(OVER).resolve("blob/job_1"));
        assertThat(run("gc", "--delete")).isEqualTo(ExitCode.OK);

        assertThat(printed())
                .containsExactly(
                        "Kept    "
                                + OVER
                                + ": Holdfast did not write file:"
                                + filesOf(OVER).resolve("blob"),
                        "0 removed, 1 kept.");
        assertThat(filesOf(OVER).resolve("blob/job_1")).exists();
    }

    @Test
    void tellsWhereCheckpointsAreThatItLeaves() throws Exception {
        Path elsewhere = folder.resolve("checkpoints/chk-1-10");
        try (CoordinationStore store = lead(OVER, OVER)) {
            CheckpointStore checkpoints =
                    new CheckpointStore(
                            store,
                            store.currentEpoch().orElseThrow().epoch(),
                            new StorageDirectories(hadoop));
            for (String id : List.of("1-9", "1-10")) {
                checkpoints.commit(
                        JOB,
                        id,
                        checkpoints.prepare(
                                elsewhere.resolveSibling("chk-" + id).toUri().toString()),
                        "metadata".getBytes(UTF_8));
            }
        }

        assertThat(run("gc", "--delete")).isEqualTo(ExitCode.OK);

        assertThat(printed())
                .anyMatch(
                        line ->
                                line.startsWith("        left for holdfast run -s: ")
                                        && line.endsWith("/chk-1-10/_metadata"));
        assertThat(elsewhere).isNotEmptyDirectory();
    }

    @Test
    void removesResultsThatAreElsewhere() throws Exception {
        Path results = folder.resolve("results");
        Files.writeString(
                folder.resolve("flink-conf.yaml"),
                Files.readString(folder.resolve("flink-conf.yaml"))
                        + "job-result-store.storage-path: "
                        + results.toUri()
                        + "\n");
        for (String clusterId : List.of(OVER, ALIVE)) {
            try (CoordinationStore store = lead(clusterId, clusterId)) {
                LeaderEpoch epoch = store.currentEpoch().orElseThrow().epoch();
                new JobResultStore(store, epoch, directory(results.resolve(clusterId)), false)
                        .finish(JOB, "result".getBytes(UTF_8));
            }
        }

        assertThat(run("inspect", "-yid", OVER)).isEqualTo(ExitCode.OK);
        assertThat(printed())
                .contains("Results:  " + results.toUri() + OVER)
                .anyMatch(line -> line.startsWith("  " + JOB + "  OK"));
        assertThat(run("gc", "--delete")).isEqualTo(ExitCode.OK);

        assertThat(results.resolve(OVER)).doesNotExist();
        assertThat(results.resolve(ALIVE)).isNotEmptyDirectory();
    }

    // ---------------------------------------------------------------- inspect

    @Test
    void showsWhatIsKept() throws Exception {
        keepJob(OVER, OVER);

        assertThat(run("inspect", "-yid", OVER)).isEqualTo(ExitCode.OK);

        assertThat(printed())
                .containsSubsequence(
                        "Cluster " + OVER,
                        "Pointers: memory",
                        "Leader:   epoch 1, " + OVER + " on host, process 1; nobody serves now",
                        "jobs",
                        "  " + JOB,
                        "VERDICT: good: 1 value and 1 file of jobs, all as they should be");
    }

    @Test
    void findsWhatIsDamaged() throws Exception {
        keepJob(OVER, OVER);
        try (var graphs = Files.list(filesOf(OVER).resolve("jobs"))) {
            for (Path file : graphs.toList()) {
                Files.delete(file);
            }
        }

        assertThat(run("inspect", "-yid", OVER)).isEqualTo(ExitCode.BAD_METADATA);

        assertThat(printed())
                .anyMatch(line -> line.startsWith("    graph  MISSING  "))
                .anyMatch(line -> line.startsWith("BROKEN_POINTER  jobs/" + JOB + "/graph: "))
                .contains("VERDICT: 1 violation in 1 value and 0 files of jobs");
    }

    @Test
    void saysThatNothingIsKept() {
        assertThat(run("inspect", "-z", "typo")).isEqualTo(ExitCode.OK);
        assertThat(printed()).anyMatch(line -> line.startsWith("VERDICT: nothing is kept."));
    }

    // ---------------------------------------------------------------- wrong use

    @Test
    void saysWhatIsMissing() {
        assertThat(run()).isEqualTo(ExitCode.USAGE);
        assertThat(run("inspct")).isEqualTo(ExitCode.USAGE);
        assertThat(printed())
                .containsExactly(
                        "holdfast ha: 'inspct' is not known. Expected: inspect, gc. Did you mean"
                                + " 'inspect'?");
        assertThat(run("inspect", "--delete")).isEqualTo(ExitCode.USAGE);
        assertThat(run("inspect")).isEqualTo(ExitCode.USAGE);
        assertThat(printed())
                .containsExactly(
                        "holdfast ha: Which cluster? Name it with -yid APPLICATION_ID, or with -z"
                                + " if it has an id of its own.");
        assertThat(run("inspect", "-yid", OVER, "-Dhigh-availability=NONE"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(run("gc", "now")).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void givesUpWhenYarnDoesNotAnswer() throws Exception {
        keepJob(FORGOTTEN, FORGOTTEN);
        yarn.answers((ApplicationStatus) null);

        assertThat(run("gc", "--delete", "--forgotten")).isEqualTo(ExitCode.CLUSTER);

        assertThat(printed()).containsExactly("holdfast ha: No answer.");
        assertThat(filesOf(FORGOTTEN)).isNotEmptyDirectory();
    }
}
