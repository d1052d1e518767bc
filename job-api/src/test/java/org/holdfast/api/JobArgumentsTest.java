package org.holdfast.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobArgumentsTest {

    @Test
    void givesValuesAndFallbacks() {
        JobArguments arguments = JobArguments.parse(List.of("--in", "/a", "--n", "-7"));

        assertThat(arguments.required("in")).isEqualTo("/a");
        assertThat(arguments.getLong("n", 1)).isEqualTo(-7);
        assertThat(arguments.get("out", "/b")).isEqualTo("/b");
        assertThat(arguments.optional("else")).isEmpty();
        assertThat(arguments.asked()).containsExactlyInAnyOrder("in", "n", "out", "else");
    }

    @Test
    void remembersWhatNobodyAskedFor() {
        JobArguments arguments = JobArguments.parse(List.of("--b", "1", "--a", "2", "--c", "3"));
        arguments.get("a", "");

        assertThat(arguments.unread()).containsExactly("b", "c");
    }

    @ParameterizedTest
    @CsvSource({
        "in /a, Job argument 'in' is not a name",
        "-- /a, Job argument '--' is not a name",
        "--in, Job argument '--in' has no value",
        "--in /a --in /b, Job argument '--in' is given twice"
    })
    void refusesWhatIsNotPairs(String arguments, String message) {
        assertThatThrownBy(() -> JobArguments.parse(List.of(arguments.split(" "))))
                .isInstanceOf(InvalidJobException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void refusesMissingAndMalformedValues() {
        JobArguments arguments = JobArguments.parse(List.of("--n", "many"));

        assertThatThrownBy(() -> arguments.required("in"))
                .isInstanceOf(InvalidJobException.class)
                .hasMessage("Job argument '--in' is missing. Give --in VALUE.");
        assertThatThrownBy(() -> arguments.getLong("n", 1))
                .isInstanceOf(InvalidJobException.class)
                .hasMessage("Job argument '--n': 'many' is not a whole number.");
    }
}
