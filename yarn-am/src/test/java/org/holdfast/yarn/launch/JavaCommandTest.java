package org.holdfast.yarn.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class JavaCommandTest {

    @Test
    void startsTheMainClassWithItsOptionsAndItsLog() {
        String command =
                JavaCommand.taskManager("org.example.Main", List.of("-Xmx1m", "-Da=b c"))
                        .toShell(List.of("lib/a.jar", "lib/b.jar"));

        assertThat(command)
                .startsWith("exec {{JAVA_HOME}}/bin/java ")
                .contains(" -Xmx1m '-Da=b c' ")
                .contains(" -XX:SharedArchiveFile=${LOCAL_DIRS%%,*}/holdfast-taskmanager.jsa ")
                .contains(" -Dlog.file=<LOG_DIR>/taskmanager.log ")
                .contains(" -cp lib/a.jar:lib/b.jar org.example.Main ")
                .endsWith("1> <LOG_DIR>/taskmanager.out 2> <LOG_DIR>/taskmanager.err");
    }

    @Test
    void argumentsReachTheProgramAsTheyAre() throws Exception {
        String argument = "it's \"$HOME\" `x` \\ & ; *";
        String command =
                JavaCommand.taskManager("Main", List.of())
                        .arguments(argument)
                        .toShell(List.of("lib/a.jar"));
        String shown = command.replaceAll("^exec .* Main ", "printf %s ").replaceAll(" 1> .*$", "");

        // as YARN's launch script does it
        assertThat(outputOf("exec /bin/bash -c \"" + shown + "\"")).isEqualTo(argument);
    }

    private static String outputOf(String script) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("/bin/bash", "-c", script).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }
}
