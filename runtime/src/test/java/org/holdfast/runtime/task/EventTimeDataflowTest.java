package org.holdfast.runtime.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.holdfast.runtime.task.ExecutionState.FINISHED;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.holdfast.api.Output;
import org.holdfast.api.connector.GeneratorSource;
import org.holdfast.api.window.TimeWindow;
import org.holdfast.api.window.TumblingWindows;
import org.holdfast.api.window.WindowFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Event time on its way through several tasks. */
class EventTimeDataflowTest {

    private static final Duration WINDOW = Duration.ofMillis(100);

    private record Count(long key, long start, long records) {}

    /** Counts records; one that is late would be missing. */
    private static final class CountRecords implements WindowFunction<Long, Long, Long, Count> {

        @Override
        public Long create() {
            return 0L;
        }

        @Override
        public Long add(Long accumulator, Long value) {
            return accumulator + 1;
        }

        @Override
        public void emit(Long key, TimeWindow window, Long accumulator, Output<Count> out) {
            out.emit(new Count(key, window.start(), accumulator));
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "3, 2", "2, 4"})
    void noRecordIsLateHoweverFarAheadOneProducerIs(int producers, int consumers) {
        Collected<Count> counts = new Collected<>();
        try (LocalJob job =
                new LocalJob(
                        producers,
                        TestDataPlane.open(),
                        flow ->
                                flow.source(
                                                "n",
                                                GeneratorSource.<Long>numbered(n -> n)
                                                        .count(60_000))
                                        .eventTime("time", n -> n, Duration.ZERO)
                                        .keyBy(n -> n % 7)
                                        .window(
                                                "count",
                                                TumblingWindows.of(WINDOW),
                                                n -> n,
                                                new CountRecords())
                                        .parallelism(consumers)
                                        .sink("counts", counts)
                                        .parallelism(consumers))) {
            job.start().awaitAll(FINISHED);
        }

        assertThat(counts.records).containsExactlyInAnyOrderElementsOf(expected(60_000));
    }

    @Test
    void windowsPutOutWhileTheInputGoesOn() {
        Collected<Count> counts = new Collected<>();
        try (LocalJob job =
                new LocalJob(
                        2,
                        TestDataPlane.open(),
                        flow ->
                                flow.source(
                                                "n",
                                                GeneratorSource.<Long>numbered(n -> n)
                                                        .perSecond(2_000))
                                        .eventTime("time", n -> n, Duration.ZERO)
                                        .keyBy(n -> 0L)
                                        .window(
                                                "count",
                                                TumblingWindows.of(WINDOW),
                                                n -> n,
                                                new CountRecords())
                                        .sink("counts", counts))) {
            job.start();

            await().atMost(Duration.ofSeconds(20)).until(() -> counts.records.size() >= 5);
            job.cancelAll();
        }

        assertThat(counts.records).startsWith(new Count(0, 0, 100), new Count(0, 100, 100));
    }

    private static List<Count> expected(long records) {
        List<Count> counts = new ArrayList<>();
        for (long start = 0; start < records; start += WINDOW.toMillis()) {
            for (long key = 0; key < 7; key++) {
                long count = 0;
                for (long n = start; n < start + WINDOW.toMillis(); n++) {
                    count += n % 7 == key ? 1 : 0;
                }
                counts.add(new Count(key, start, count));
            }
        }
        return counts;
    }
}
