package org.holdfast.localhadoop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code bin/local-hadoop.sh} answers without starting anything. */
class LocalHadoopScriptTest {
    private static final Path SCRIPT = Path.of("..", "bin", "local-hadoop.sh").toAbsolutePath();

    @TempDir Path folder;

    record Answer(int code, String output) {}

    @ParameterizedTest
    @CsvSource({
        "'', a command is missing",
        "strat, unknown command 'strat'",
        "start --memroy 1, unknown option '--memroy' of start",
        "start --memory lots, '--memory takes a whole number, not ''lots'''",
        "start --memory, --memory takes a whole number",
        "start -D nonsense, -D takes KEY=VALUE",
        "stop --memory 1, unknown option '--memory' of stop",
        "env extra, unknown option 'extra' of env",
        "status --dir, --dir needs a value"
    })
    void refusesByNameWhatItDoesNotKnow(String words, String complaint) throws Exception {
        Answer answer = run(words.isEmpty() ? new String[0] : words.split(" "));

        assertThat(answer.code()).isEqualTo(2);
        assertThat(answer.output()).contains(complaint).endsWith("See --help.\n").hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource({"--help", "start --help", "env -h"})
    void helps(String words) throws Exception {
        Answer answer = run(words.split(" "));

        assertThat(answer.code()).isZero();
        assertThat(answer.output()).startsWith("Usage: local-hadoop.sh");
    }

    @Test
    void tellsWhenNothingRuns() throws Exception {
        assertThat(run("status", "--dir", folder.toString()).code()).isEqualTo(3);
        assertThat(run("stop", "--dir", folder.toString()).code()).isZero();
        Answer env = run("env", "--dir", folder.toString());
        assertThat(env.code()).isEqualTo(3);
        assertThat(env.output()).contains("no local Hadoop runs in " + folder);
    }

    @Test
    void leavesForeignFoldersAlone() throws Exception {
        Path precious = Files.writeString(folder.resolve("thesis.txt"), "three years of work");

        Answer start = run("start", "--dir", folder.toString());
        assertThat(start.code()).isEqualTo(1);
        assertThat(start.output()).contains(folder + " holds files that are not a local Hadoop's");
        assertThat(run("stop", "--remove", "--dir", folder.toString()).code()).isZero();
        assertThat(precious).exists();
    }

    private Answer run(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(SCRIPT.toString()));
        command.addAll(List.of(words));
        Path output = Files.createTempFile("local-hadoop-script", ".out");
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(output.toFile())
                            .start();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("%s ends", command).isTrue();
            return new Answer(process.exitValue(), Files.readString(output));
        } finally {
            Files.delete(output);
        }
    }
}
