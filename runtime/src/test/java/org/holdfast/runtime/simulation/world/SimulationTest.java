package org.holdfast.runtime.simulation.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Many random runs of a whole cluster on virtual time. A failing one names its seed, which {@code
 * integration-tests/faults/simulate.sh --seed N --trace} replays.
 */
@ExtendWith(Silence.class)
class SimulationTest {

    private static final int SEEDS = Integer.getInteger("simulation.seeds", 10_000);

    @Test
    void noInvariantIsViolated() {
        Campaign campaign = new Campaign(1, SEEDS, 20, unused -> {}).run();
        System.out.println(campaign.table());
        assertThat(campaign.violations()).isEmpty();
        assertThat(campaign.tooFew()).as("runs with too few faults").isZero();
    }

    @Test
    void aSeedIsReplayedExactly() {
        Simulation.takeFaultPoints();
        try {
            for (long seed = 1; seed <= 20; seed++) {
                assertThat(trace(seed)).isEqualTo(trace(seed));
            }
        } finally {
            Simulation.releaseFaultPoints();
        }
    }

    /** File names hold random parts, which nothing depends on. */
    private static List<String> trace(long seed) {
        List<String> lines = new ArrayList<>();
        Simulation.run(
                seed,
                Campaign.FAULTS,
                line ->
                        lines.add(
                                line.replaceAll(
                                        "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{64}",
                                        "*")));
        return lines;
    }
}
