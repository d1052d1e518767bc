package org.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.apache.hadoop.yarn.api.records.FinalApplicationStatus;
import org.apache.hadoop.yarn.client.api.YarnClient;
import org.awaitility.Awaitility;
import org.holdfast.localhadoop.LocalHadoop;
import org.holdfast.localhadoop.LocalHadoopExtension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Applications that are for one job: they end with it, and with its result. */
@ExtendWith(LocalHadoopExtension.class)
class PerJobTest {

    @TempDir static Path directory;

    private static LocalHadoop hadoop;
    private static YarnClient yarn;
    private static Client client;
    private static String jar;

    @BeforeAll
    static void prepare(LocalHadoop shared) throws Exception {
        hadoop = shared;
        client = new Client(Files.createDirectory(directory.resolve("client")), hadoop);
        jar = Client.testJobs();
        yarn = YarnClient.createYarnClient();
        yarn.init(hadoop.configuration());
        yarn.start();
    }

    @AfterAll
    static void stop() {
        yarn.stop();
    }

    @Test
    void succeedsWithItsJob() throws Exception {
        try (ClientProcess run =
                client.holdfast(
                        "run",
                        "-t",
                        "yarn-per-job",
                        "-yjm",
                        "512",
                        "-ytm",
                        "512",
                        "-ys",
                        "2",
                        "-p",
                        "2",
                        "-c",
                        "org.holdfast.testjobs.KeyedCountBenchmark",
                        jar,
                        "--records",
                        "100000")) {
            ApplicationId id = applicationOf(run);
            run.expectExit(0);
            assertThat(awaitEnd(id).getFinalApplicationStatus())
                    .isEqualTo(FinalApplicationStatus.SUCCEEDED);
            expectNothingLeft(id);
        }
    }

    @Test
    void failsWithItsJob() throws Exception {
        try (ClientProcess run =
                client.holdfast(
                        "run",
                        "-m",
                        "yarn-cluster",
                        "-yjm",
                        "512",
                        "-ytm",
                        "512",
                        "-c",
                        "org.holdfast.testjobs.FailingJob",
                        jar,
                        "--at",
                        "2000")) {
            ApplicationId id = applicationOf(run);
            run.expectExit(5);
            ApplicationReport report = awaitEnd(id);
            assertThat(report.getFinalApplicationStatus()).isEqualTo(FinalApplicationStatus.FAILED);
            assertThat(report.getDiagnostics()).contains("record 2000 cannot be processed");
            expectNothingLeft(id);
        }
    }

    @Test
    void isKilledWhenItsJobIsCancelled() throws Exception {
        try (ClientProcess run =
                client.holdfast(
                        "run",
                        "-d",
                        "-t",
                        "yarn-per-job",
                        "-yjm",
                        "512",
                        "-ytm",
                        "512",
                        "-c",
                        "org.holdfast.testjobs.EndlessCount",
                        jar)) {
            ApplicationId id = applicationOf(run);
            run.expectExit(0);
            String job = run.awaitOutput("JobID ([0-9a-f]{32})");
            try (ClientProcess cancel =
                    client.holdfast("cancel", "-t", "yarn-per-job", "-yid", id.toString(), job)) {
                assertThat(cancel.awaitExit()).as(cancel.output()).isZero();
            }
            assertThat(awaitEnd(id).getFinalApplicationStatus())
                    .isEqualTo(FinalApplicationStatus.KILLED);
            expectNothingLeft(id);
        }
    }

    /** The cluster goes with its job, but not before it has said where the savepoint is. */
    @Test
    void succeedsWhenItsJobIsStoppedWithASavepoint() throws Exception {
        try (ClientProcess run =
                client.holdfast(
                        "run",
                        "-d",
                        "-t",
                        "yarn-per-job",
                        "-yjm",
                        "512",
                        "-ytm",
                        "512",
                        "-Dstate.savepoints.dir=/per-job-test/savepoints",
                        "-c",
                        "org.holdfast.testjobs.EndlessCount",
                        jar)) {
            ApplicationId id = applicationOf(run);
            run.expectExit(0);
            String job = run.awaitOutput("JobID ([0-9a-f]{32})");
            Awaitility.await("all tasks of job " + job + " run")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> info(id, job).contains("2 of 2 tasks running"));
            try (ClientProcess stop =
                    client.holdfast("stop", "-t", "yarn-per-job", "-yid", id.toString(), job)) {
                stop.expectExit(0);
                assertThat(stop.output())
                        .containsPattern(
                                "Savepoint completed. Path: \\S+/per-job-test/savepoints/");
            }
            assertThat(awaitEnd(id).getFinalApplicationStatus())
                    .isEqualTo(FinalApplicationStatus.SUCCEEDED);
            expectNothingLeft(id);
        }
    }

    private static String info(ApplicationId id, String job) throws Exception {
        try (ClientProcess info =
                client.holdfast("info", "-t", "yarn-per-job", "-yid", id.toString(), job)) {
            info.expectExit(0);
            return info.output();
        }
    }

    private static ApplicationId applicationOf(ClientProcess run) {
        return ApplicationId.fromString(run.awaitOutput("(application_\\d+_\\d+)"));
    }

    private static ApplicationReport awaitEnd(ApplicationId id) {
        return Awaitility.await("end of " + id)
                .atMost(Duration.ofSeconds(60))
                .until(
                        () -> yarn.getApplicationReport(id),
                        report ->
                                report.getFinalApplicationStatus()
                                        != FinalApplicationStatus.UNDEFINED);
    }

    private static void expectNothingLeft(ApplicationId id) throws Exception {
        try (FileSystem hdfs = FileSystem.newInstance(hadoop.configuration())) {
            org.apache.hadoop.fs.Path staging =
                    new org.apache.hadoop.fs.Path(hdfs.getHomeDirectory(), ".holdfast/" + id);
            Awaitility.await("staging of " + id + " removed").until(() -> !hdfs.exists(staging));
        }
        Awaitility.await("containers of " + id + " ended")
                .atMost(Duration.ofSeconds(30))
                .until(
                        () ->
                                hadoop.containerProcesses().stream()
                                        .noneMatch(
                                                process ->
                                                        process.info()
                                                                .commandLine()
                                                                .orElse("")
                                                                .contains(id.toString())));
    }
}
