package org.holdfast.runtime.task.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.holdfast.api.Dataflow;
import org.holdfast.api.connector.GeneratorSource;
import org.holdfast.api.window.SlidingWindows;
import org.holdfast.runtime.checkpoint.TaskRestore;

/** Windows against a model that looks at every window for every record. */
class WindowsPropertiesTest {

    /** Held, since loggers are forgotten otherwise. */
    private static final Logger lateRecords = Logger.getLogger("org.holdfast.api.window");

    static {
        lateRecords.setLevel(Level.OFF); // there are thousands here
    }

    private static final long EARLIEST = -60;
    private static final long LATEST = 60;

    /** What happens: a record, a step in event time, or a failure right after a checkpoint. */
    private sealed interface Step {

        record Arrival(Measured measured) implements Step {}

        record Advance(long by) implements Step {}

        record Restart() implements Step {}
    }

    private record Spans(long size, long slide, long lateness) {}

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void putOutWhatTheModelSays(@ForAll("spans") Spans spans, @ForAll("steps") List<Step> steps) {
        assertThat(run(spans, steps)).isEqualTo(new Model(spans).run(steps));
    }

    /** What was put out, by key; the order between keys is not defined. */
    private static Map<String, List<Object>> run(Spans spans, List<Step> steps) {
        List<Object> log = new ArrayList<>();
        TestChain test = new TestChain(job(spans, log), 1);
        test.chain.open();
        long watermark = EARLIEST;
        long checkpoint = 0;
        for (Step step : steps) {
            if (step instanceof Step.Arrival arrival) {
                test.chain.head().emit(arrival.measured());
            } else if (step instanceof Step.Advance advance) {
                watermark += advance.by();
                test.chain.watermark(watermark);
            } else {
                checkpoint++;
                TaskRestore restore = test.restoreOf(checkpoint);
                test.chain.close();
                test = new TestChain(job(spans, log), 1, List.of(), restore);
                test.chain.open();
            }
        }
        test.endInput();
        return byKey(log);
    }

    private static Consumer<Dataflow> job(Spans spans, List<Object> log) {
        SlidingWindows windows =
                SlidingWindows.of(Duration.ofMillis(spans.size()), Duration.ofMillis(spans.slide()))
                        .withAllowedLateness(Duration.ofMillis(spans.lateness()));
        return flow ->
                flow.source("in", GeneratorSource.<Measured>numbered(n -> new Measured("", n, n)))
                        .keyBy(Measured::key)
                        .window("windows", windows, Measured::time, new SumUp())
                        .sink("sink", new LogSink("sink", log));
    }

    private static Map<String, List<Object>> byKey(List<Object> log) {
        Map<String, List<Object>> results = new LinkedHashMap<>();
        for (Object entry : log) {
            if (entry instanceof Sum sum) {
                results.computeIfAbsent(sum.key(), key -> new ArrayList<>()).add(sum);
            } else if (entry.toString().contains(" late ")) {
                String key = entry.toString().substring(0, 1);
                results.computeIfAbsent(key, k -> new ArrayList<>()).add(entry);
            }
        }
        return results;
    }

    private static final class Model {

        private final Spans spans;
        private final List<Measured> arrived = new ArrayList<>();

        /** Event time at each arrival. */
        private final List<Long> watermarks = new ArrayList<>();

        private final List<Object> log = new ArrayList<>();
        private long watermark = Long.MIN_VALUE;

        Model(Spans spans) {
            this.spans = spans;
        }

        Map<String, List<Object>> run(List<Step> steps) {
            long next = EARLIEST;
            for (Step step : steps) {
                if (step instanceof Step.Arrival arrival) {
                    arrive(arrival.measured());
                } else if (step instanceof Step.Advance advance) {
                    next += advance.by();
                    advance(next);
                }
            }
            advance(Long.MAX_VALUE);
            return byKey(log);
        }

        private void arrive(Measured measured) {
            arrived.add(measured);
            watermarks.add(watermark);
            boolean late = true;
            for (long start = lastStart(); start > EARLIEST - 200; start -= spans.slide()) {
                long last = start + spans.size() - 1;
                if (measured.time() >= start && measured.time() <= last) {
                    late &= last + spans.lateness() <= watermark;
                    if (last <= watermark && last + spans.lateness() > watermark) {
                        putOut(measured.key(), start);
                    }
                }
            }
            if (late) {
                log.add(measured.key() + " late " + measured.time());
            }
        }

        private void advance(long to) {
            for (String key : List.of("a", "b")) {
                for (long start = EARLIEST - 200; start <= LATEST; start++) {
                    long last = start + spans.size() - 1;
                    boolean isWindow = Math.floorMod(start, spans.slide()) == 0;
                    if (isWindow && last > watermark && last <= to) {
                        putOut(key, start);
                    }
                }
            }
            watermark = Math.max(watermark, to);
        }

        private void putOut(String key, long start) {
            long end = start + spans.size();
            long total = 0;
            boolean any = false;
            for (int i = 0; i < arrived.size(); i++) {
                Measured record = arrived.get(i);
                boolean inside = record.time() >= start && record.time() < end;
                boolean inTime = end - 1 + spans.lateness() > watermarks.get(i);
                if (record.key().equals(key) && inside && inTime) {
                    total += record.value();
                    any = true;
                }
            }
            if (any) {
                log.add(new Sum(key, start, end, total));
            }
        }

        private long lastStart() {
            return Math.floorDiv(LATEST, spans.slide()) * spans.slide();
        }
    }

    @Provide
    Arbitrary<Spans> spans() {
        Arbitrary<Long> sizes = Arbitraries.longs().between(1, 20);
        return sizes.flatMap(
                size ->
                        Combinators.combine(
                                        Arbitraries.longs().between(1, size),
                                        Arbitraries.of(0L, 0L, 1L, 5L, 30L))
                                .as((slide, lateness) -> new Spans(size, slide, lateness)));
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Step> arrivals =
                Combinators.combine(
                                Arbitraries.of("a", "b"),
                                Arbitraries.longs().between(EARLIEST, LATEST),
                                Arbitraries.longs().between(1, 9))
                        .as((key, time, value) -> new Step.Arrival(new Measured(key, time, value)));
        Arbitrary<Step> advances = Arbitraries.longs().between(0, 25).map(Step.Advance::new);
        Arbitrary<Step> restarts = Arbitraries.just(new Step.Restart());
        return Arbitraries.frequencyOf(
                        Tuple.of(12, arrivals), Tuple.of(5, advances), Tuple.of(1, restarts))
                .list()
                .ofMaxSize(40);
    }
}
