package org.holdfast.client.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.holdfast.client.cli.FakeJobManager.JOB;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code holdfast job}, and what other commands show of a job that is set aside. */
class QuarantineCommandTest {

    @TempDir Path folder;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private FakeJobManager jobManager;

    @BeforeEach
    void start() throws Exception {
        jobManager = new FakeJobManager();
        jobManager.quarantine();
        Files.writeString(folder.resolve("flink-conf.yaml"), "");
    }

    @AfterEach
    void stop() {
        jobManager.close();
    }

    @Test
    void hasItReadAgain() {
        assertThat(run("", "job", "retry", JOB.hex())).isEqualTo(ExitCode.OK);
        assertThat(jobManager.changes()).containsExactly("/jobs/" + JOB + "/retry ");
        assertThat(printed()).containsExactly("Job " + JOB + " is QUARANTINED.");
    }

    @Test
    void hasItStartedFromElsewhere() {
        assertThat(run("", "job", "restore", JOB.hex(), "hdfs:///s/1")).isEqualTo(ExitCode.OK);
        assertThat(jobManager.changes())
                .containsExactly("/jobs/" + JOB + "/restore {\"path\":\"hdfs:///s/1\"}");
    }

    @Test
    void dropsNothingThatNobodyConfirmed() {
        assertThat(run("", "job", "drop", JOB.hex())).isEqualTo(ExitCode.USAGE);
        assertThat(run("no\ny\n", "job", "drop", JOB.hex())).isEqualTo(ExitCode.USAGE);
        assertThat(jobManager.changes()).isEmpty();
        assertThat(printed())
                .contains(
                        "Job " + JOB + " (count) is QUARANTINED:",
                        "    it broke",
                        "holdfast: Nothing was done: job "
                                + JOB
                                + " stays quarantined. Answer y, or repeat with --force.");
    }

    @Test
    void dropsItWhenToldTwice() {
        assertThat(run("y\n", "job", "drop", JOB.hex())).isEqualTo(ExitCode.OK);
        assertThat(run("", "job", "drop", "--force", JOB.hex())).isEqualTo(ExitCode.OK);
        assertThat(jobManager.changes()).containsOnly("/jobs/" + JOB + "/drop ").hasSize(2);
    }

    @Test
    void saysWhatIsMissingOrTooMuch() {
        assertThat(run("", "job")).isEqualTo(ExitCode.USAGE);
        assertThat(run("", "job", "rety", JOB.hex())).isEqualTo(ExitCode.USAGE);
        assertThat(run("", "job", "retry")).isEqualTo(ExitCode.USAGE);
        assertThat(run("", "job", "restore", JOB.hex())).isEqualTo(ExitCode.USAGE);
        assertThat(run("", "job", "retry", JOB.hex(), "more")).isEqualTo(ExitCode.USAGE);
        assertThat(run("", "job", "retry", "-f", JOB.hex())).isEqualTo(ExitCode.USAGE);
        assertThat(run("", "job", "retry", "7")).isEqualTo(ExitCode.USAGE);
        assertThat(run("", "job", "drop", "-f", "f".repeat(32))).isEqualTo(ExitCode.CLUSTER);
        assertThat(String.join("\n", printed()))
                .contains(
                        "Did you mean 'retry'?",
                        "The job's id is missing",
                        "The path is missing",
                        "'more' is one argument too many",
                        "-f is for drop",
                        "'7' is not a job id",
                        "There is no job " + "f".repeat(32));
        assertThat(jobManager.changes()).containsExactly("/jobs/" + "f".repeat(32) + "/drop ");
    }

    @Test
    void isListedWithItsReason() {
        assertThat(run("", "list")).isEqualTo(ExitCode.OK);
        assertThat(run("", "info", JOB.hex())).isEqualTo(ExitCode.OK);
        String decide =
                "    Decide with: holdfast job retry|drop "
                        + JOB
                        + ", or job restore "
                        + JOB
                        + " PATH";
        assertThat(printed())
                .containsSubsequence(
                        "No running jobs.",
                        "---------------------- Quarantined Jobs ----------------------",
                        "    it broke",
                        decide,
                        JOB + " : count (QUARANTINED)",
                        "    it broke",
                        decide)
                .noneMatch(line -> line.contains("restart strategy"));
    }

    private ExitCode run(String typed, String name, String... words) {
        PrintStream out = new PrintStream(printed, true, UTF_8);
        Terminal terminal =
                new Terminal(
                        new ByteArrayInputStream(typed.getBytes(UTF_8)),
                        out,
                        out,
                        false,
                        folder,
                        "ada");
        ClusterAccess access = new ClusterAccess(terminal);
        Command command =
                List.of(new JobCommand(access), new ListCommand(access), new InfoCommand(access))
                        .stream()
                        .filter(known -> known.name().equals(name))
                        .findFirst()
                        .orElseThrow();
        List<String> all = new ArrayList<>(List.of("-m", jobManager.address()));
        all.addAll(List.of(words));
        return new CommandRunner("holdfast", terminal).run(command, all);
    }

    private List<String> printed() {
        return printed.toString(UTF_8).lines().toList();
    }
}
