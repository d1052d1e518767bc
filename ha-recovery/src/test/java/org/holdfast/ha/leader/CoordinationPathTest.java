package org.holdfast.ha.leader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CoordinationPathTest {

    @Test
    void growsBySegments() {
        assertThat(new CoordinationPath("jobs").child("a-1.b_c"))
                .isEqualTo(new CoordinationPath("jobs/a-1.b_c"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/jobs",
                "jobs/",
                "jobs//a",
                "jobs/../epoch",
                ".",
                "a b",
                "epoch",
                "leader/x"
            })
    void refusesWhatCouldLeaveTheRoot(String text) {
        assertThatThrownBy(() -> new CoordinationPath(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "'");
    }
}
