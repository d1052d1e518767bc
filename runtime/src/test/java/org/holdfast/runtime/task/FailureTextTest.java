package org.holdfast.runtime.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class FailureTextTest {

    @Test
    void shortStackTraceIsKeptWhole() {
        Throwable failure =
                new IllegalStateException("outer", new NumberFormatException("the cause"));
        assertThat(FailureText.of(failure))
                .startsWith("java.lang.IllegalStateException: outer")
                .contains("shortStackTraceIsKeptWhole", "Caused by:", "the cause");
    }

    @Test
    void longStackTraceKeepsItsStartAndItsRootCause() {
        Throwable failure = new NumberFormatException("the root");
        for (int i = 0; i < 300; i++) {
            failure = new IllegalStateException("level " + i + " " + "ü€😀".repeat(20), failure);
        }
        String text = FailureText.of(failure);
        assertThat(text.getBytes(StandardCharsets.UTF_8).length)
                .isBetween(FailureText.MAX_LENGTH - 16, FailureText.MAX_LENGTH);
        assertThat(text)
                .startsWith("java.lang.IllegalStateException: level 299")
                .contains("... cut here ...", "NumberFormatException: the root")
                .doesNotContain("\uFFFD");
    }

    @Test
    void exceptionThatCannotBePrintedIsNamed() {
        class Vicious extends RuntimeException {
            private static final long serialVersionUID = 1L;

            @Override
            public String getMessage() {
                throw new IllegalStateException("no message");
            }
        }

        assertThat(FailureText.of(new Vicious()))
                .contains("Vicious (its message cannot be read: ", "no message");
    }
}
