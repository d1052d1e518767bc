package org.holdfast.ha.leader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AttemptHistoryTest {

    @Test
    void readsWhatItWrote() throws IOException {
        AttemptHistory history =
                new AttemptHistory()
                        .withElection(1, new LeaderEpoch(4), 1_700_000_000_000L)
                        .withProgress(new LeaderEpoch(4))
                        .withElection(2, new LeaderEpoch(5), -1);

        assertThat(AttemptHistory.decode(history.encode())).isEqualTo(history);
        assertThat(AttemptHistory.decode("")).isEqualTo(new AttemptHistory());
    }

    @Test
    void staysShortWhateverTheNumbers() {
        AttemptHistory history = new AttemptHistory();
        for (int i = 0; i < 100; i++) {
            history =
                    history.withElection(
                            Integer.MAX_VALUE - i,
                            new LeaderEpoch(999_999_999_999_999_000L + i),
                            1_700_000_000_000_000L);
        }

        assertThat(history.encode().getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(1025);
        assertThat(history.attempts()).hasSizeGreaterThan(15);
        assertThat(history.attempts().get(history.attempts().size() - 1).attemptId())
                .isEqualTo(Integer.MAX_VALUE - 99);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "1 0 5 1",
                "1 1 5 2",
                "9999999999999999999 1 5 1",
                "1 1 5 1\n\u0000",
                "1 1 5"
            })
    void refusesWhatItDidNotWrite(String text) {
        assertThatThrownBy(() -> AttemptHistory.decode(text))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("expected: lines of attempt id");
    }
}
