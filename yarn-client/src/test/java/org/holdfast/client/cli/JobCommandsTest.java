package org.holdfast.client.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.holdfast.client.cli.FakeJobManager.JOB;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.holdfast.runtime.dispatcher.JobStatus;
import org.holdfast.runtime.highavailability.HighAvailability;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the commands about one job ask of its JobManager, and what they print. */
class JobCommandsTest {

    private static final String DATE = "\\d\\d\\.\\d\\d\\.1970 \\d\\d:\\d\\d:\\d\\d";

    @TempDir Path folder;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private FakeJobManager jobManager;
    private ClusterAccess access;
    private Terminal terminal;

    @BeforeEach
    void start() throws Exception {
        jobManager = new FakeJobManager();
        Files.writeString(folder.resolve("flink-conf.yaml"), "");
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        terminal = new Terminal(InputStream.nullInputStream(), out, out, false, folder, "ada");
        access = new ClusterAccess(terminal);
    }

    @AfterEach
    void stop() {
        jobManager.close();
    }

    @Test
    void theClusterIdOfACommandWinsOverTheConfiguration() throws Exception {
        Files.writeString(
                folder.resolve("flink-conf.yaml"), "high-availability.cluster-id: from_the_file\n");
        assertThat(clusterId()).isEqualTo("from_the_file");
        assertThat(clusterId("-Dhigh-availability.cluster-id=defined")).isEqualTo("defined");
        assertThat(clusterId("-Dhigh-availability.cluster-id=defined", "-z", "/named"))
                .isEqualTo("named");
        assertThat(clusterId("-yz", "named_for_yarn")).isEqualTo("named_for_yarn");
    }

    private String clusterId(String... words) throws Exception {
        CommandLine line = JobFlags.addTo(new CommandOptions()).parse(List.of(words), false);
        return HighAvailability.clusterId(JobFlags.configuration(line, access), "none");
    }

    @Test
    void takesASavepoint() {
        assertThat(run(new SavepointCommand(access), JOB.hex(), "hdfs:///s"))
                .isEqualTo(ExitCode.OK);

        assertThat(printed())
                .containsExactly(
                        "Triggering savepoint for job " + JOB + ".",
                        "Waiting for response...",
                        "Savepoint completed. Path: s/1",
                        "You can resume your program from this savepoint with the run command.");
        assertThat(jobManager.changes())
                .singleElement()
                .asString()
                .startsWith("/jobs/" + JOB + "/savepoints {")
                .contains("\"target-directory\":\"hdfs:///s\"");
    }

    @Test
    void tellsWhyASavepointFailed() {
        jobManager.failSavepoints("Savepoint refused: no directory. Set state.savepoints.dir.");

        assertThat(run(new SavepointCommand(access), JOB.hex())).isEqualTo(ExitCode.CLUSTER);

        assertThat(printed())
                .contains("holdfast: Savepoint refused: no directory. Set state.savepoints.dir.")
                .noneMatch(line -> line.contains("completed"));
    }

    @Test
    void stopsAJobWithASavepoint() {
        assertThat(run(new StopCommand(access), "-p", "hdfs:///s", JOB.hex()))
                .isEqualTo(ExitCode.OK);

        assertThat(printed())
                .containsExactly(
                        "Suspending job \"" + JOB + "\" with a savepoint.",
                        "Triggering stop-with-savepoint for job " + JOB + ".",
                        "Waiting for response...",
                        "Savepoint completed. Path: s/1");
        assertThat(jobManager.changes())
                .singleElement()
                .asString()
                .startsWith("/jobs/" + JOB + "/stop {")
                .contains("\"drain\":false", "\"targetDirectory\":\"hdfs:///s\"");
    }

    @Test
    void drainsAJob() {
        assertThat(run(new StopCommand(access), "-d", JOB.hex())).isEqualTo(ExitCode.OK);

        assertThat(printed()).startsWith("Draining job \"" + JOB + "\" with a savepoint.");
        assertThat(jobManager.changes())
                .singleElement()
                .asString()
                .contains("\"drain\":true")
                .doesNotContain("targetDirectory");
    }

    @Test
    void cancelsAJob() {
        assertThat(run(new CancelCommand(access), JOB.hex())).isEqualTo(ExitCode.OK);

        assertThat(printed())
                .containsExactly("Cancelling job " + JOB + ".", "Cancelled job " + JOB + ".");
    }

    @Test
    void cancelsAJobBehindASavepoint() {
        assertThat(run(new CancelCommand(access), "-s", "hdfs:///s", JOB.hex()))
                .isEqualTo(ExitCode.OK);
        assertThat(run(new CancelCommand(access), "-s", JOB.hex())).isEqualTo(ExitCode.OK);

        assertThat(printed())
                .contains(
                        "Cancelling job " + JOB + " with savepoint to hdfs:///s.",
                        "Cancelling job " + JOB + " with savepoint to default savepoint directory.",
                        "Cancelled job " + JOB + ". Savepoint stored in s/1.");
        assertThat(jobManager.changes())
                .hasSize(2)
                .allMatch(change -> change.startsWith("/jobs/" + JOB + "/stop "));
    }

    @Test
    void refusesToEndWhatHasEnded() {
        jobManager.end(JobStatus.FINISHED);

        for (Command command :
                List.of(
                        new SavepointCommand(access),
                        new StopCommand(access),
                        new CancelCommand(access))) {
            assertThat(run(command, JOB.hex())).isEqualTo(ExitCode.CLUSTER);
        }

        assertThat(printed())
                .filteredOn(line -> line.contains("has already ended: it is FINISHED."))
                .hasSize(3);
        assertThat(jobManager.changes()).isEmpty();
    }

    @Test
    void saysWhichJobThereIsNot() {
        assertThat(run(new SavepointCommand(access), "f".repeat(32))).isEqualTo(ExitCode.CLUSTER);
        assertThat(run(new SavepointCommand(access), "hdfs:///s")).isEqualTo(ExitCode.USAGE);

        assertThat(printed())
                .containsExactly(
                        "holdfast: There is no job " + "f".repeat(32) + ". See holdfast list -a.",
                        "holdfast: 'hdfs:///s' is not a job id (expected: 32 hexadecimal digits).");
    }

    @Test
    void showsTheHealthOfRunningJobs() {
        assertThat(run(new ListCommand(access))).isEqualTo(ExitCode.OK);

        assertThat(printed())
                .anyMatch(line -> line.matches(DATE + " : " + JOB + " : count \\(RUNNING\\)"))
                .anyMatch(
                        line ->
                                line.matches(
                                        "    latest checkpoint: 1-1 at "
                                                + DATE
                                                + ", checkpoint, 1\\.2 MB in 85 ms, longest pause"
                                                + " 0\\.3 ms, longest alignment 1\\.5 ms"))
                .anyMatch(
                        line ->
                                line.matches(
                                        "    failed since then: 1-2 at "
                                                + DATE
                                                + ", savepoint: the disk is full"))
                .anyMatch(
                        line ->
                                line.matches(
                                        "    1 restart, latest cause: "
                                                + DATE
                                                + ", count \\(1/2\\): it broke"))
                .contains("    restart strategy: fixed delay, 2 of 3 restarts left");
    }

    @Test
    void tellsAllOfOneJob() {
        assertThat(run(new InfoCommand(access), JOB.hex())).isEqualTo(ExitCode.OK);

        assertThat(printed())
                .contains(
                        "    org.example.Count, 3 of 4 tasks running",
                        "    checkpoints: every 1.0 s, 1 completed, 1 failed")
                .anyMatch(line -> line.contains("restored at") && line.contains("hdfs:///s/1"))
                .anyMatch(line -> line.matches("    failure: " + DATE + ", .*it broke"));
    }

    @Test
    void printsTheHistoryOfCheckpoints() {
        assertThat(run(new CheckpointsCommand(access), JOB.hex())).isEqualTo(ExitCode.OK);

        assertThat(printed())
                .anyMatch(line -> line.matches("Restored at " + DATE + " from hdfs:.*_metadata"))
                .anyMatch(
                        line ->
                                line.matches(
                                        "1-2 +SAVEPOINT +FAILED +"
                                                + DATE
                                                + " +2\\.5 s +0 bytes .* 3/4 +the disk is full"))
                .anyMatch(
                        line ->
                                line.matches(
                                        "1-1 +CHECKPOINT +COMPLETED +"
                                                + DATE
                                                + " +85 ms +1\\.2 MB +1\\.5 ms +0\\.3 ms +80 ms"
                                                + " +4/4 +hdfs:.*"))
                .contains("1 completed, 1 failed in all.");
    }

    private ExitCode run(Command command, String... words) {
        List<String> all = new ArrayList<>(List.of("-m", jobManager.address()));
        all.addAll(List.of(words));
        return new CommandRunner("holdfast", terminal).run(command, all);
    }

    private List<String> printed() {
        return printed.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
