package org.holdfast.runtime.task.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.holdfast.api.Dataflow;
import org.holdfast.api.InvalidJobException;
import org.holdfast.api.KeyedStream;
import org.holdfast.api.connector.GeneratorSource;
import org.holdfast.api.window.SlidingWindows;
import org.holdfast.api.window.TumblingWindows;
import org.holdfast.api.window.WindowAssigner;
import org.junit.jupiter.api.Test;

class WindowsTest {

    /** Windows of the wall clock are long here, so that none ends meanwhile. */
    private static final long DAY = Duration.ofDays(1).toMillis();

    private final List<Object> log = new ArrayList<>();

    @Test
    void dropsLateRecordsUnlessTheUserWantsThem() {
        TestChain test = eventTime(TumblingWindows.of(Duration.ofMillis(10)));
        test.chain.watermark(19);
        test.chain.head().emit(new Measured("a", 20, 1));
        test.chain.head().emit(new Measured("a", 19, 1));
        test.endInput();

        assertThat(log).containsExactly("a late 19", new Sum("a", 20, 30, 1));
    }

    @Test
    void putsOutAgainForARecordThatIsAllowedToBeLate() {
        TestChain test =
                eventTime(
                        TumblingWindows.of(Duration.ofMillis(10))
                                .withAllowedLateness(Duration.ofMillis(5)));
        test.chain.head().emit(new Measured("a", 3, 1));
        test.chain.watermark(13);
        test.chain.head().emit(new Measured("a", 4, 2));
        test.chain.watermark(14);
        test.chain.head().emit(new Measured("a", 5, 4));
        test.endInput();

        assertThat(log).containsExactly(new Sum("a", 0, 10, 1), new Sum("a", 0, 10, 3), "a late 5");
    }

    @Test
    void refusesTimesThatAreNone() {
        TestChain test = eventTime(TumblingWindows.of(Duration.ofMillis(10)));

        assertThatThrownBy(() -> test.chain.head().emit(new Measured("a", Long.MIN_VALUE, 1)))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("timestamp " + Long.MIN_VALUE);
    }

    @Test
    void closesWindowsOfTheWallClockWhenItPassesTheirEnd() {
        TestChain test = processingTime(TumblingWindows.of(Duration.ofDays(30_000)));
        test.chain.head().emit(new Measured("a", 0, 1));
        test.chain.head().emit(new Measured("b", 0, 2));
        test.chain.head().emit(new Measured("a", 0, 4));
        test.fireTimers(30_000 * DAY - 1);
        assertThat(log).isEmpty();
        test.fireTimers(30_000 * DAY);

        assertThat(log)
                .hasSize(2)
                .contains(new Sum("a", 0, 30_000 * DAY, 5), new Sum("b", 0, 30_000 * DAY, 2));
        test.endInput();
        assertThat(log).hasSize(2);
    }

    @Test
    void closesWindowsOfTheWallClockAtTheEndOfTheInput() {
        TestChain test =
                processingTime(SlidingWindows.of(Duration.ofDays(36_000), Duration.ofDays(18_000)));
        test.chain.head().emit(new Measured("a", 0, 1));
        test.endInput();

        assertThat(log)
                .containsExactly(
                        new Sum("a", 0, 36_000 * DAY, 1),
                        new Sum("a", 18_000 * DAY, 54_000 * DAY, 1));
    }

    @Test
    void refusesWindowsThatMakeNoSense() {
        assertThatThrownBy(() -> TumblingWindows.of(Duration.ZERO))
                .isInstanceOf(InvalidJobException.class)
                .hasMessage("The size of a window is 0 (expected: 1 ms or more).");
        assertThatThrownBy(() -> TumblingWindows.of(Duration.ofNanos(1)))
                .hasMessage(
                        "The size of a window is PT0.000000001S (expected: whole milliseconds).");
        assertThatThrownBy(() -> TumblingWindows.of(Duration.ofMillis(-1)))
                .hasMessageStartingWith("The size of a window is PT-0.001S (expected: 0 to ");
        assertThatThrownBy(() -> SlidingWindows.of(Duration.ofSeconds(1), Duration.ofSeconds(2)))
                .hasMessageStartingWith("Windows of PT1S that slide by PT2S would leave out");
        assertThatThrownBy(
                        () ->
                                processingTime(
                                        TumblingWindows.of(Duration.ofSeconds(1))
                                                .withAllowedLateness(Duration.ofSeconds(1))))
                .isInstanceOf(InvalidJobException.class)
                .hasMessageStartingWith("Windows of the wall clock allow a lateness of PT1S");
    }

    private TestChain eventTime(WindowAssigner windows) {
        return open(
                keyed ->
                        keyed.window("windows", windows, Measured::time, new SumUp())
                                .sink("sink", new LogSink("s", log)));
    }

    private TestChain processingTime(WindowAssigner windows) {
        return open(
                keyed ->
                        keyed.window("windows", windows, new SumUp())
                                .sink("sink", new LogSink("s", log)));
    }

    private TestChain open(Consumer<KeyedStream<String, Measured>> rest) {
        TestChain test = new TestChain(flow -> rest.accept(keyed(flow)), 1);
        test.chain.open();
        log.clear();
        return test;
    }

    private static KeyedStream<String, Measured> keyed(Dataflow flow) {
        return flow.source(
                        "measured",
                        GeneratorSource.<Measured>numbered(n -> new Measured("a", n, 1)))
                .keyBy(Measured::key);
    }
}
