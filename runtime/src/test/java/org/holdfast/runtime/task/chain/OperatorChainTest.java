package org.holdfast.runtime.task.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.holdfast.api.DataStream;
import org.holdfast.api.Dataflow;
import org.holdfast.api.KeyedContext;
import org.holdfast.api.KeyedProcessFunction;
import org.holdfast.api.OperatorContext;
import org.holdfast.api.Output;
import org.holdfast.api.Sink;
import org.holdfast.api.SinkCommitter;
import org.holdfast.api.SinkWriter;
import org.holdfast.api.SourceSplit;
import org.holdfast.api.SplitPosition;
import org.holdfast.api.TimeDomain;
import org.holdfast.api.Timers;
import org.holdfast.api.connector.GeneratorSource;
import org.holdfast.api.state.ValueState;
import org.holdfast.runtime.checkpoint.TaskRestore;
import org.holdfast.runtime.network.Watermark;
import org.junit.jupiter.api.Test;

class OperatorChainTest {

    private final List<Object> log = new ArrayList<>();

    @Test
    void handsWatermarksDownEveryBranchAndIntoEdges() {
        TestChain test =
                new TestChain(
                        flow -> {
                            DataStream<Long> numbers = numbers(flow).map("map", n -> n);
                            numbers.filter("even", n -> n % 2 == 0)
                                    .rebalance()
                                    .sink("one", new LogSink("one", log));
                            numbers.flatMap("same", (Long n, Output<Long> out) -> out.emit(n))
                                    .rebalance()
                                    .sink("two", new LogSink("two", log));
                        },
                        0);

        test.chain.open();
        test.chain.watermark(5);
        test.chain.watermark(7);

        assertThat(test.putOut)
                .containsExactly(
                        new Watermark(5), new Watermark(5), new Watermark(7), new Watermark(7));
    }

    @Test
    void leavesTheEndOfEventTimeToTheEndOfThePartition() {
        TestChain test = new TestChain(flow -> numbers(flow).rebalance().sink("s", sink("s")), 0);

        test.chain.open();
        test.endInput();

        assertThat(test.putOut).isEmpty();
    }

    @Test
    void namesTheOperatorThatFailsOnAWatermark() {
        TestChain test = new TestChain(keyed(new FailingTimers()), 1);
        test.chain.open();
        test.chain.head().emit(3L);

        assertThatThrownBy(() -> test.chain.watermark(10))
                .isInstanceOf(OperatorException.class)
                .hasMessageStartingWith("Operator 'keyed' failed: ")
                .hasMessageContaining("timer at 3");
        assertThatThrownBy(test.chain::checkFailure).isInstanceOf(OperatorException.class);
    }

    @Test
    void snapshotHoldsThePositionsOfTheSourceAndTheStagingsOfItsSinks() throws IOException {
        SourceSplit split = GeneratorSource.numbered(n -> n).splits(1, null).get(0);
        TestChain test =
                new TestChain(
                        flow -> {
                            DataStream<Long> numbers = numbers(flow);
                            numbers.sink("one", sink("one"));
                            numbers.sink("two", sink("two"));
                        },
                        0,
                        List.of(new SplitPosition(split, 40)),
                        TaskRestore.NOTHING);
        test.chain.open();
        ((SourceLink) test.chain.head()).poll();

        ChainSnapshot snapshot = test.chain.snapshot(17);

        assertThat(snapshot.splits()).containsExactly(new SplitPosition(split, 296));
        assertThat(snapshot.keyed()).isEmpty();
        assertThat(snapshot.staging()).containsOnlyKeys("one", "two");
        assertThat(snapshot.staging().get("two").finish()).containsExactly("two17");
        assertThat(test.chain.committers()).containsOnlyKeys("one", "two");
        assertThat(log).doesNotContain("one commits one17", "two commits two17");
    }

    @Test
    void commitsWhatTheCheckpointHoldsBeforeTheWriterOpens() {
        Map<String, List<String>> staged = Map.of("s", List.of("a", "b"), "other", List.of("c"));
        TaskRestore restore = new TaskRestore(9, List.of(), staged, false, false);
        TestChain test =
                new TestChain(flow -> numbers(flow).sink("s", sink("s")), 0, List.of(), restore);

        test.chain.open();
        test.chain.close();

        assertThat(log)
                .containsExactly(
                        "s commits a",
                        "s commits b",
                        "s opens at 9",
                        "s closes",
                        "s closes its committer");
    }

    @Test
    void closesTheCommitterOfASinkThatCouldNotOpen() {
        Sink<Object> broken =
                new Sink<>() {
                    @Override
                    public SinkWriter<Object> writer(OperatorContext context) throws IOException {
                        throw new IOException("the directory is read-only");
                    }

                    @Override
                    public SinkCommitter committer(OperatorContext context) {
                        return sink("s").committer(context);
                    }
                };
        TestChain test = new TestChain(flow -> numbers(flow).sink("s", broken), 0);

        assertThatThrownBy(test.chain::open)
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining("Operator 's' failed")
                .hasMessageContaining("the directory is read-only");
        test.chain.close();
        assertThat(log).containsExactly("s closes its committer");
    }

    @Test
    void tellsFunctionsOfTheEndOnce() {
        TestChain first = new TestChain(keyed(new EndOfInput()), 1);
        first.chain.open();
        first.chain.head().emit(3L);
        first.endInput();
        assertThat(log).contains("end of 3");
        TaskRestore restored = first.restoreOf(1);
        TaskRestore ended = new TaskRestore(1, restored.keyed(), Map.of(), true, false);
        log.clear();

        TestChain second = new TestChain(keyed(new EndOfInput()), 1, List.of(), ended);
        second.chain.open();
        second.endInput();
        assertThat(second.chain.endInput()).isTrue();

        assertThat(log).containsExactly("s opens at 1");
    }

    private LogSink sink(String name) {
        return new LogSink(name, log);
    }

    private static DataStream<Long> numbers(Dataflow flow) {
        return flow.source("numbers", GeneratorSource.<Long>numbered(n -> n));
    }

    private Consumer<Dataflow> keyed(KeyedProcessFunction<Long, Long, Object> function) {
        return flow -> numbers(flow).keyBy(n -> n).process("keyed", function).sink("s", sink("s"));
    }

    private static final class FailingTimers implements KeyedProcessFunction<Long, Long, Object> {

        private Timers timers;

        @Override
        public void open(KeyedContext context) {
            timers = context.timers();
        }

        @Override
        public void process(Long key, Long value, Output<Object> out) {
            timers.setEventTime(value);
        }

        @Override
        public void onTimer(Long key, long time, TimeDomain domain, Output<Object> out) {
            throw new IllegalStateException("timer at " + time);
        }
    }

    private static final class EndOfInput implements KeyedProcessFunction<Long, Long, Object> {

        private ValueState<Long> seen;

        @Override
        public void open(KeyedContext context) {
            seen = context.valueState("seen");
        }

        @Override
        public void process(Long key, Long value, Output<Object> out) {
            seen.set(value);
        }

        @Override
        public void endOfInput(Long key, Output<Object> out) {
            out.emit("end of " + key);
        }
    }
}
