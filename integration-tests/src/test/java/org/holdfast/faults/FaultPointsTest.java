package org.holdfast.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Some of the cells; {@code integration-tests/faults/fault-points.sh} runs them all. */
class FaultPointsTest {

    @TempDir private Path folder;

    @Test
    void nothingIsLostAtAnyPoint() throws Exception {
        assertThat(
                        FaultCellsMain.run(
                                folder,
                                Stream.of(
                                                "S5 KILL", "S8 KILL", "U5 KILL", "C6 KILL",
                                                "C7 KILL", "X2 KILL", "X5 KILL", "C5 STOP")
                                        .map(FaultCell::named)
                                        .toList()))
                .as("the invariants hold; see the table")
                .isTrue();
    }
}
