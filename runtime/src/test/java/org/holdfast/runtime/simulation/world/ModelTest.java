package org.holdfast.runtime.simulation.world;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Everything that can go wrong at any one point of the life of a job, and a part of what can go
 * wrong at any two.
 */
@ExtendWith(Silence.class)
class ModelTest {

    private static final int RUNS = Integer.getInteger("model.runs", 1_200);

    @Test
    void noInvariantIsViolated() {
        search(Plan.tiny());
    }

    @Test
    void noInvariantIsViolatedWithAStandby() {
        search(Plan.tinyStandalone());
    }

    private static void search(Plan plan) {
        ModelSearch search = new ModelSearch(plan, RUNS, 2).run();
        System.out.println(search.summary());
        assertThat(search.violations()).isEmpty();
        assertThat(search.complete()).isPositive();
    }
}
