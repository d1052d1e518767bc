package org.holdfast.client.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.apache.commons.cli.CommandLine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandOptionsTest {

    private final CommandOptions options =
            new CommandOptions()
                    .flag("d", "detached", "")
                    .value("p", "parallelism", "N", "")
                    .value("n", "container", "N", "")
                    .value("jm", "jobManagerMemory", "SIZE", "")
                    .properties("D", "")
                    .properties("yD", "")
                    .refuse("jobs are written in Java.", "pyfs");

    @Test
    void readsOptionsBeforeTheJarAndLeavesTheRestToTheJob() throws CliException {
        CommandLine line =
                options.parse(List.of("-p", "4", "-d", "job.jar", "--input", "x", "-p", "5"), true);
        assertThat(line.getOptionValue("p")).isEqualTo("4");
        assertThat(line.hasOption("d")).isTrue();
        assertThat(line.getArgList()).containsExactly("job.jar", "--input", "x", "-p", "5");
    }

    @Test
    void readsOptionsBehindArgumentsOfOtherCommands() throws CliException {
        CommandLine line = options.parse(List.of("first", "-p", "4", "second"), false);
        assertThat(line.getArgList()).containsExactly("first", "second");
        assertThat(line.getOptionValue("p")).isEqualTo("4");
    }

    @Test
    void readsWhatFollowsDashNTwo() throws CliException {
        CommandLine line = options.parse(List.of("-n", "2", "-jm", "2g"), false);
        assertThat(line.getOptionValue("n")).isEqualTo("2");
        assertThat(line.getOptionValue("jm")).isEqualTo("2g");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--paralelism", "--detach", "-x", "-yd", "--unheard-of", "-p4"})
    void refusesAnUnknownOptionByName(String option) {
        for (boolean argumentsFollow : new boolean[] {true, false}) {
            assertThatThrownBy(
                            () -> options.parse(List.of(option, "1", "job.jar"), argumentsFollow))
                    .isInstanceOf(CliException.class)
                    .hasMessageContaining("Unknown option '" + option + "'");
        }
    }

    @Test
    void namesTheNearestOption() {
        assertThatThrownBy(() -> options.parse(List.of("--paralelism", "1"), false))
                .hasMessageContaining("Did you mean '--parallelism'?");
    }

    @Test
    void saysWhyAnOptionOfFlinksIsNotThere() {
        assertThatThrownBy(() -> options.parse(List.of("-pyfs", "x"), false))
                .hasMessage("Option '-pyfs' is not available: jobs are written in Java.");
    }

    @Test
    void refusesAnOptionWithoutItsValue() {
        assertThatThrownBy(() -> options.parse(List.of("-p"), false))
                .hasMessageContaining("'-p' needs a value");
    }

    @Test
    void readsPropertiesInBothForms() throws CliException {
        CommandLine line = options.parse(List.of("-Da=1", "-D", "b=2=3", "-yDc=4"), false);
        assertThat(CommandOptions.properties(line, "D")).isEqualTo(Map.of("a", "1", "b", "2=3"));
        assertThat(CommandOptions.properties(line, "yD")).isEqualTo(Map.of("c", "4"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-Dkey", "-D=value"})
    void refusesAPropertyThatIsNoPair(String word) throws CliException {
        CommandLine line = options.parse(List.of(word), false);
        assertThatThrownBy(() -> CommandOptions.properties(line, "D"))
                .hasMessageContaining("is not of the form key=value");
    }
}
