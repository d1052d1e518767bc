package org.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.apache.hadoop.yarn.client.api.YarnClient;
import org.awaitility.Awaitility;
import org.holdfast.faults.ApplicationProcesses;
import org.holdfast.faults.ApplicationProcesses.Container;
import org.holdfast.faults.HighAvailableCluster;
import org.holdfast.localhadoop.LocalHadoop;
import org.holdfast.localhadoop.LocalHadoopExtension;
import org.holdfast.runtime.dispatcher.JobDetails;
import org.holdfast.runtime.dispatcher.JobStatus;
import org.holdfast.runtime.jobgraph.JobId;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an operator has for a highly available session with two jobs, one of which gets into
 * trouble: {@code holdfast failover}, {@code job}, {@code ha inspect} and {@code ha gc}.
 */
@ExtendWith(LocalHadoopExtension.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HaCommandsTest {

    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final String RECOVERY = "/ha-commands/recovery";

    @TempDir static java.nio.file.Path directory;

    private static FileSystem hdfs;
    private static YarnClient yarn;
    private static Client client;
    private static List<String> settings;
    private static String application;
    private static HighAvailableCluster cluster;
    private static String good;
    private static String bad;
    private static String savepoint;

    @BeforeAll
    static void start(LocalHadoop hadoop) throws Exception {
        hdfs = FileSystem.newInstance(hadoop.configuration());
        yarn = YarnClient.createYarnClient();
        yarn.init(hadoop.configuration());
        yarn.start();
        client = new Client(Files.createDirectory(directory.resolve("client")), hadoop);
        settings =
                List.of(
                        "-Dhigh-availability=zookeeper",
                        "-Dhigh-availability.zookeeper.quorum=" + hadoop.zooKeeperConnect(),
                        "-Dhigh-availability.storageDir=" + RECOVERY,
                        "-Dhigh-availability.zookeeper.client.session-timeout=6 s",
                        "-Dyarn.application-attempts=4",
                        "-Dstate.checkpoints.dir=/ha-commands/checkpoints",
                        "-Dexecution.checkpointing.interval=300 ms");
        List<String> words = new ArrayList<>(List.of("-d", "-n", "1", "-s", "4"));
        words.addAll(List.of("-jm", "512", "-tm", "512"));
        words.addAll(settings);
        try (ClientProcess session = client.yarnSession(words.toArray(new String[0]))) {
            session.expectExit(0);
            application = session.awaitOutput("-id (application_\\d+_\\d+)");
        }
        cluster = HighAvailableCluster.open(hadoop.zooKeeperConnect(), "/flink", application);
        good = submit();
        bad = submit();
        awaitRunning(good);
        awaitRunning(bad);
        savepoint = expect(0, "Path: (\\S+)", "savepoint", bad, "/ha-commands/savepoints");
    }

    private static String submit() throws Exception {
        return expect(
                0,
                "JobID ([0-9a-f]{32})",
                "run",
                "-d",
                "-c",
                "org.holdfast.testjobs.EndlessCount",
                Client.testJobs(),
                "--rate",
                "1000");
    }

    @AfterAll
    static void stop() throws Exception {
        cluster.close();
        yarn.killApplication(ApplicationId.fromString(application));
        yarn.stop();
        hdfs.close();
    }

    /** Gives a command; returns the first group, or all that the pattern found. */
    private static String expect(int exit, String pattern, String command, String... words)
            throws Exception {
        List<String> all = new ArrayList<>(List.of(command));
        if (!List.of("savepoint", "job", "list", "info").contains(command)) {
            all.addAll(settings);
        }
        all.addAll(List.of(words));
        try (ClientProcess process = client.holdfast(all.toArray(new String[0]))) {
            process.expectExit(exit);
            Matcher found = Pattern.compile(pattern, Pattern.DOTALL).matcher(process.output());
            assertThat(found.find()).as("%s in:%n%s", pattern, process.output()).isTrue();
            return found.groupCount() > 0 ? found.group(1) : found.group();
        }
    }

    private static JobDetails job(String id) {
        return cluster.ask(rest -> rest.job(new JobId(id)).orElseThrow());
    }

    private static void awaitRunning(String id) {
        Awaitility.await("all tasks of job " + id)
                .atMost(LONGEST)
                .until(
                        () -> {
                            JobDetails job = job(id);
                            return job.summary().status() == JobStatus.RUNNING
                                    && job.summary().runningTasks() == job.summary().tasks()
                                    && cluster.ask(rest -> rest.checkpoints(new JobId(id)))
                                                    .orElseThrow()
                                                    .completed()
                                            > 0;
                        });
    }

    private static Path graphOf(String id) throws Exception {
        for (FileStatus file : hdfs.listStatus(new Path(RECOVERY, application + "/jobs"))) {
            if (file.getPath().getName().startsWith("graph-" + id)) {
                return file.getPath();
            }
        }
        throw new AssertionError("no graph of " + id);
    }

    @Test
    @Order(1)
    void aJobWhoseGraphIsDamagedIsSetAsideAndGoesOnWhenItIsMended() throws Exception {
        expect(0, "VERDICT: good", "ha", "inspect");
        Path graph = graphOf(bad);
        Path copy = new Path("/ha-commands/graph");
        assertThat(hdfs.rename(graph, copy)).isTrue();
        try (FSDataOutputStream out = hdfs.create(graph)) {
            out.writeUTF("garbage");
        }

        expect(
                0,
                "attempt 1 was failed.*YARN has made attempt 2.*process begins.*elected, in epoch"
                        + " 2.*jobs loaded: 1 to go on with.*address is published.*TaskManagers"
                        + " are back.*all tasks run.*first checkpoint committed",
                "failover");

        awaitRunning(good);
        assertThat(job(bad).summary().status()).isEqualTo(JobStatus.QUARANTINED);
        assertThat(job(bad).failures().get(0).cause()).contains("is not a job graph file");
        expect(0, bad + " .*\\(QUARANTINED\\)\\s+\\S+ is not a job graph file", "list");
        expect(8, "BROKEN_POINTER  jobs/" + bad + "/graph: .*1 violation", "ha", "inspect");
        expect(4, "stays quarantined: .*is not a job graph file", "job", "retry", bad);
        try (ClientProcess drop = client.holdfast("job", "drop", bad)) {
            drop.awaitOutput("Drop it\\? \\[y/N\\]");
            drop.type("n");
            drop.expectExit(2).awaitOutput("Nothing was done: job " + bad);
        }

        assertThat(hdfs.delete(graph, false)).isTrue();
        assertThat(hdfs.rename(copy, graph)).isTrue();
        expect(0, "Job " + bad + " is", "job", "retry", bad);
        awaitRunning(bad);
        expect(0, "restored at .*/chk-1-\\d+/_metadata", "info", bad);
    }

    @Test
    @Order(2)
    void aJobWhoseLatestCheckpointIsGoneStartsFromTheSavepointTheOperatorChose() throws Exception {
        Container jobManager = new ApplicationProcesses(application).jobManagers().get(0);
        signal("STOP", jobManager); // keeps what is latest
        String kept = expect(0, "(.*)VERDICT: good", "ha", "inspect");
        Matcher pointers =
                Pattern.compile("OK  (hdfs://\\S+/checkpoints/" + bad + "/\\S+/_metadata)")
                        .matcher(kept);
        Optional<String> latest = Optional.empty();
        while (pointers.find()) {
            latest = Optional.of(pointers.group(1));
        }
        assertThat(hdfs.delete(new Path(latest.orElseThrow()), false)).isTrue();
        ApplicationProcesses.kill(jobManager);

        awaitRunning(good);
        assertThat(job(bad).failures().get(0).cause())
                .startsWith("The latest checkpoint 2-")
                .contains(latest.get() + " is missing");
        expect(4, "stays quarantined: Cannot restore from /none", "job", "restore", bad, "/none");
        expect(0, "Job " + bad + " is", "job", "restore", bad, savepoint);
        awaitRunning(bad);
        expect(0, "restored at .* from " + Pattern.quote(savepoint), "info", bad);
    }

    private static void signal(String name, Container process) throws Exception {
        assertThat(
                        new ProcessBuilder(
                                        "kill", "-" + name, String.valueOf(process.process().pid()))
                                .start()
                                .waitFor())
                .isZero();
    }

    @Test
    @Order(3)
    void whatAnApplicationLeavesIsRemovedWhenItIsOverAndToldTo() throws Exception {
        Path own = new Path(RECOVERY, application);
        expect(
                0,
                "Kept    " + application + ": a JobManager leads in it",
                "ha",
                "gc",
                "-yid",
                application,
                "--delete");
        yarn.killApplication(ApplicationId.fromString(application));
        Awaitility.await("the session of the killed JobManager has ended")
                .atMost(LONGEST)
                .until(() -> cluster.published().isEmpty());

        expect(
                0,
                "Garbage " + application + ": .* is KILLED; 2 jobs to go on with",
                "ha",
                "gc",
                "-yid",
                application);
        assertThat(hdfs.exists(own)).isTrue();
        expect(
                0,
                "left for holdfast run -s: \\S+/checkpoints/.*[12] removed, 0 kept",
                "ha",
                "gc",
                "-yid",
                application,
                "--delete");

        assertThat(hdfs.exists(own)).isFalse();
        expect(0, "VERDICT: nothing is kept", "ha", "inspect", "-yid", application);
    }
}
