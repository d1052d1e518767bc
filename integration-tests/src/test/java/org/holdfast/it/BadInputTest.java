package org.holdfast.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.yarn.api.records.YarnApplicationState;
import org.apache.hadoop.yarn.client.api.YarnClient;
import org.holdfast.localhadoop.LocalHadoop;
import org.holdfast.localhadoop.LocalHadoopExtension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What users get wrong: one clear line, an exit status per kind, and nothing left behind. */
@ExtendWith(LocalHadoopExtension.class)
class BadInputTest {

    private static final String PER_JOB = "-t=yarn-per-job";
    private static final String COUNT = "org.holdfast.testjobs.EndlessCount";

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
        Files.writeString(directory.resolve("broken.jar"), "this is no jar");
        try (FileSystem hdfs = FileSystem.newInstance(hadoop.configuration())) {
            hdfs.mkdirs(new org.apache.hadoop.fs.Path("/bad-input/exists"));
        }
        yarn = YarnClient.createYarnClient();
        yarn.init(hadoop.configuration());
        yarn.start();
    }

    @AfterAll
    static void stop() {
        yarn.stop();
    }

    static Stream<Arguments> badInput() {
        String wordCount =
                Path.of("..", "examples", "target", "WordCount.jar")
                        .toAbsolutePath()
                        .normalize()
                        .toString();
        return Stream.of(
                arguments(3, "no jar", List.of(PER_JOB, "nowhere.jar")),
                arguments(
                        3,
                        "broken.jar",
                        List.of(PER_JOB, directory.resolve("broken.jar").toString())),
                arguments(
                        3,
                        "org.example.Nothing",
                        List.of(PER_JOB, "-c", "org.example.Nothing", jar)),
                arguments(
                        3, "Job", List.of(PER_JOB, "-c", "org.holdfast.testjobs.CountPerKey", jar)),
                arguments(
                        3,
                        "not deterministic",
                        List.of(PER_JOB, "-c", "org.holdfast.testjobs.UndecidedJob", jar)),
                arguments(
                        3,
                        "'--stamp' is missing",
                        List.of(PER_JOB, "-c", "org.holdfast.testjobs.FirstRecord", jar)),
                arguments(
                        3,
                        "Did you mean '--rate'",
                        List.of(PER_JOB, "-c", COUNT, jar, "--rat", "1")),
                arguments(
                        3,
                        "not a whole number",
                        List.of(PER_JOB, "-c", COUNT, jar, "--rate", "fast")),
                arguments(
                        3,
                        "/bad-input/none",
                        List.of(
                                PER_JOB,
                                wordCount,
                                "--input",
                                "/bad-input/none",
                                "--output",
                                "/bad-input/o")),
                arguments(
                        3,
                        "/bad-input/exists",
                        List.of(
                                PER_JOB,
                                wordCount,
                                "--input",
                                "/bad-input/exists",
                                "--output",
                                "/bad-input/exists")),
                arguments(2, "Unknown option '--paralelism'", List.of("--paralelism", "2", jar)),
                arguments(
                        2, "parallelism.default", List.of(PER_JOB, "-p", "many", "-c", COUNT, jar)),
                arguments(
                        2,
                        "heartbeat.interval",
                        List.of(PER_JOB, "-Dheartbeat.interval=soon", "-c", COUNT, jar)),
                arguments(
                        2,
                        "jobmanager.memory.process.size",
                        List.of(PER_JOB, "-yjm", "plenty", "-c", COUNT, jar)),
                arguments(2, "yarn-per-jop", List.of("-t", "yarn-per-jop", jar)),
                arguments(
                        4,
                        "high-availability.storageDir",
                        List.of(PER_JOB, "-Dhigh-availability=zookeeper", "-c", COUNT, jar)),
                arguments(2, "-s PATH", List.of(PER_JOB, "-n", "-c", COUNT, jar)),
                arguments(2, "stay yours", List.of(PER_JOB, "-cm", "CLAIM", "-c", COUNT, jar)),
                arguments(4, "memory", List.of(PER_JOB, "-ytm", "900g", "-c", COUNT, jar)),
                arguments(4, "default", List.of(PER_JOB, "-yqu", "nosuch", "-c", COUNT, jar)),
                arguments(
                        4,
                        "application_1_0001",
                        List.of("-yid", "application_1_0001", "-c", COUNT, jar)),
                arguments(4, "yarn-session.sh", List.of("-c", COUNT, jar)));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("badInput")
    void isRefusedWithOneClearLineAndLeavesNothing(int exit, String said, List<String> words)
            throws Exception {
        String[] command = Stream.concat(Stream.of("run"), words.stream()).toArray(String[]::new);
        try (ClientProcess run = client.holdfast(command)) {
            run.expectExit(exit);
            List<String> lines =
                    run.output().lines().filter(line -> !line.startsWith("Warning: ")).toList();
            assertThat(lines).as(run.output()).hasSize(1);
            assertThat(lines.get(0)).startsWith("holdfast run: ").contains(said);
        }
        assertThat(
                        yarn.getApplications(
                                java.util.EnumSet.complementOf(
                                        java.util.EnumSet.of(
                                                YarnApplicationState.FINISHED,
                                                YarnApplicationState.FAILED,
                                                YarnApplicationState.KILLED))))
                .noneMatch(report -> report.getName().contains("EndlessCount"));
        assertThat(stagingFolders()).isEmpty();
    }

    @Test
    void saysHowToSetTheHadoopConfiguration() throws Exception {
        try (ClientProcess run = client.holdfastWith("", "run", PER_JOB, "-c", COUNT, jar)) {
            run.expectExit(4);
            assertThat(run.output()).contains("HADOOP_CONF_DIR");
        }
    }

    private static List<String> stagingFolders() throws IOException {
        try (FileSystem hdfs = FileSystem.newInstance(hadoop.configuration())) {
            org.apache.hadoop.fs.Path staging =
                    new org.apache.hadoop.fs.Path(hdfs.getHomeDirectory(), ".holdfast");
            if (!hdfs.exists(staging)) {
                return List.of();
            }
            return Stream.of(hdfs.listStatus(staging))
                    .map(status -> status.getPath().getName())
                    .filter(name -> name.startsWith("application_"))
                    .toList();
        }
    }
}
