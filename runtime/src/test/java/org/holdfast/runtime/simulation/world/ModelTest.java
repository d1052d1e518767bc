package org.holdfast.runtime.simulation.world;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Everything that can go wrong at any one point of the life of a job, and a part of what can go
 * wrong at any two.
 */
class ModelTest {

    private static final int RUNS = Integer.getInteger("model.runs", 1_200);

    @BeforeAll
    static void beSilent() {
        Configurator.setRootLevel(Level.OFF);
    }

    @AfterAll
    static void speakAgain() {
        Configurator.reconfigure();
    }

    @Test
    void noInvariantIsViolated() {
        ModelSearch search = new ModelSearch(RUNS, 2).run();
        System.out.println(search.summary());
        assertThat(search.violations()).isEmpty();
        assertThat(search.complete()).isPositive();
    }
}
