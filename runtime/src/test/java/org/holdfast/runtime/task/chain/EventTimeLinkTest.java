package org.holdfast.runtime.task.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.function.Consumer;
import org.holdfast.api.Dataflow;
import org.holdfast.api.TimestampFunction;
import org.holdfast.api.connector.GeneratorSource;
import org.holdfast.runtime.network.Watermark;
import org.junit.jupiter.api.Test;

class EventTimeLinkTest {

    /** Some time on the wall clock. */
    private static final long NOW = 1_000_000;

    private final TestChain test = new TestChain(job(n -> n, Duration.ofMillis(10)), 1);

    @Test
    void staysBehindTheLatestRecord() {
        test.chain.open();
        emit(50, 80, 60);
        test.fireTimers(NOW);

        assertThat(test.putOut).containsExactly(50L, 80L, 60L, new Watermark(69));
    }

    @Test
    void putsWatermarksOutNowAndThen() {
        test.chain.open();
        emit(50);
        test.fireTimers(NOW);
        emit(60);
        test.fireTimers(NOW + EventTimeLink.INTERVAL_MILLIS - 1);
        assertThat(test.chain.nextTimer()).isEqualTo(NOW + EventTimeLink.INTERVAL_MILLIS);
        emit(70);
        test.fireTimers(NOW + EventTimeLink.INTERVAL_MILLIS);

        assertThat(test.putOut)
                .containsExactly(50L, new Watermark(39), 60L, 70L, new Watermark(59));
    }

    @Test
    void plansNothingUntilThereIsSomethingNewToSay() {
        test.chain.open();
        assertThat(test.chain.nextTimer()).isEqualTo(Long.MAX_VALUE);
        emit(50);
        assertThat(test.chain.nextTimer()).isLessThanOrEqualTo(NOW);
        test.fireTimers(NOW);
        emit(50, 40);

        assertThat(test.chain.nextTimer()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void replacesTheWatermarksOfOperatorsBefore() {
        test.chain.open();
        emit(50);
        test.chain.watermark(45);
        test.fireTimers(NOW);

        assertThat(test.putOut).containsExactly(50L, new Watermark(39));
    }

    @Test
    void staysInRangeAtTheBeginningAndTheEndOfTime() {
        test.chain.open();
        emit(Long.MIN_VALUE, Long.MIN_VALUE + 10);
        assertThat(test.chain.nextTimer()).isEqualTo(Long.MAX_VALUE);
        emit(Long.MIN_VALUE + 12, Long.MAX_VALUE);
        test.fireTimers(NOW);
        test.endInput();

        assertThat(test.putOut)
                .endsWith(new Watermark(Long.MAX_VALUE - 11))
                .doesNotContain(new Watermark(Long.MIN_VALUE));
    }

    @Test
    void namesItselfWhenATimestampCannotBeTold() {
        TestChain failing = new TestChain(job(n -> n / 0, Duration.ZERO), 1);
        failing.chain.open();

        assertThatThrownBy(() -> failing.chain.head().emit(1L))
                .isInstanceOf(OperatorException.class)
                .hasMessageStartingWith("Operator 'time' failed: java.lang.ArithmeticException");
    }

    private void emit(long... timestamps) {
        for (long timestamp : timestamps) {
            test.chain.head().emit(timestamp);
        }
    }

    private static Consumer<Dataflow> job(TimestampFunction<Long> timestamps, Duration lateness) {
        return flow ->
                flow.source("numbers", GeneratorSource.<Long>numbered(n -> n))
                        .rebalance()
                        .eventTime("time", timestamps, lateness)
                        .rebalance()
                        .sink("sink", new LogSink("s", null));
    }
}
