package org.holdfast.runtime.jobgraph;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.holdfast.api.DataSink;
import org.holdfast.api.DataStream;
import org.holdfast.api.FilterFunction;
import org.holdfast.api.FlatMapFunction;
import org.holdfast.api.InvalidJobException;
import org.holdfast.api.KeySelector;
import org.holdfast.api.KeyedProcessFunction;
import org.holdfast.api.KeyedStream;
import org.holdfast.api.MapFunction;
import org.holdfast.api.Sink;
import org.holdfast.api.TimestampFunction;
import org.holdfast.runtime.jobgraph.OperatorNode.EventTimeOperator;
import org.holdfast.runtime.jobgraph.OperatorNode.FilterOperator;
import org.holdfast.runtime.jobgraph.OperatorNode.FlatMapOperator;
import org.holdfast.runtime.jobgraph.OperatorNode.KeyedProcessOperator;
import org.holdfast.runtime.jobgraph.OperatorNode.MapOperator;
import org.holdfast.runtime.jobgraph.OperatorNode.SinkOperator;

/**
 * The output of one operator, or several outputs united, on its way to the next operator.
 *
 * <p>Casts functions to what the runtime calls them with. They are safe: the signatures of {@link
 * DataStream} let only functions through that take what the stream carries.
 */
@SuppressWarnings("unchecked")
final class OperatorStream<T> implements DataStream<T> {

    /** More is a mistake in the unit. */
    private static final Duration MAX_LATENESS = Duration.ofDays(366);

    private final DataflowBuilder flow;
    private final List<Input> inputs;

    OperatorStream(DataflowBuilder flow, Operator producer) {
        this(flow, List.of(Input.forward(producer)));
    }

    private OperatorStream(DataflowBuilder flow, List<Input> inputs) {
        this.flow = flow;
        this.inputs = inputs;
    }

    @Override
    public <R> DataStream<R> map(String name, MapFunction<? super T, ? extends R> function) {
        requireNonNull(function, "function");
        return add(
                name, next -> new MapOperator(name, (MapFunction<Object, Object>) function, next));
    }

    @Override
    public <R> DataStream<R> flatMap(String name, FlatMapFunction<? super T, R> function) {
        requireNonNull(function, "function");
        return add(
                name,
                next ->
                        new FlatMapOperator(
                                name, (FlatMapFunction<Object, Object>) function, next));
    }

    @Override
    public DataStream<T> filter(String name, FilterFunction<? super T> predicate) {
        requireNonNull(predicate, "predicate");
        return add(
                name, next -> new FilterOperator(name, (FilterFunction<Object>) predicate, next));
    }

    @Override
    public <K> KeyedStream<K, T> keyBy(KeySelector<? super T, ? extends K> key) {
        requireNonNull(key, "key");
        KeySelector<Object, Object> selector = (KeySelector<Object, Object>) key;
        OperatorStream<T> partitioned = partitioned("keyBy", Partitioning.HASH, selector);
        return new KeyedStream<>() {
            @Override
            public <R> DataStream<R> process(
                    String name, KeyedProcessFunction<K, ? super T, R> function) {
                requireNonNull(function, "function");
                return partitioned.add(
                        name,
                        next ->
                                new KeyedProcessOperator(
                                        name,
                                        selector,
                                        (KeyedProcessFunction<Object, Object, Object>) function,
                                        next));
            }
        };
    }

    @Override
    @SafeVarargs
    public final DataStream<T> union(DataStream<? extends T>... others) {
        List<Input> united = new ArrayList<>(inputs);
        for (DataStream<? extends T> other : others) {
            if (!(other instanceof OperatorStream<?> stream) || stream.flow != flow) {
                throw new InvalidJobException(
                        "union() of %s with a stream of another dataflow. Unite streams of one dataflow."
                                .formatted(producers()));
            }
            united.addAll(stream.inputs);
        }
        return new OperatorStream<>(flow, List.copyOf(united));
    }

    @Override
    public DataStream<T> eventTime(
            String name, TimestampFunction<? super T> timestamps, Duration lateness) {
        requireNonNull(timestamps, "timestamps");
        if (lateness.isNegative() || lateness.compareTo(MAX_LATENESS) > 0) {
            throw new InvalidJobException(
                    "Lateness of event time '%s' is %s (expected: 0 to %d days)."
                            .formatted(name, lateness, MAX_LATENESS.toDays()));
        }
        TimestampFunction<Object> times = (TimestampFunction<Object>) timestamps;
        return add(name, next -> new EventTimeOperator(name, times, lateness.toMillis(), next));
    }

    @Override
    public DataStream<T> rebalance() {
        return partitioned("rebalance", Partitioning.REBALANCE, record -> record);
    }

    @Override
    public DataStream<T> broadcast() {
        return partitioned("broadcast", Partitioning.BROADCAST, record -> record);
    }

    @Override
    public DataSink sink(String name, Sink<? super T> sink) {
        requireNonNull(sink, "sink");
        Operator operator =
                flow.add(name, inputs, next -> new SinkOperator(name, (Sink<Object>) sink));
        return new DataSink() {
            @Override
            public DataSink parallelism(int parallelism) {
                operator.parallelism(parallelism);
                return this;
            }
        };
    }

    @Override
    public DataStream<T> parallelism(int parallelism) {
        Input input = inputs.get(0);
        if (inputs.size() > 1 || input.partitioning() != Partitioning.FORWARD) {
            throw new IllegalStateException(
                    "parallelism() after union, rebalance or broadcast of %s: no single operator puts this stream out. Call parallelism() right after the operator."
                            .formatted(producers()));
        }
        input.producer().parallelism(parallelism);
        return this;
    }

    private <R> OperatorStream<R> add(String name, Function<Downstream, OperatorNode> node) {
        return new OperatorStream<>(flow, flow.add(name, inputs, node));
    }

    private OperatorStream<T> partitioned(
            String method, Partitioning partitioning, KeySelector<Object, Object> key) {
        List<Input> changed = new ArrayList<>();
        for (Input input : inputs) {
            if (input.partitioning() != Partitioning.FORWARD) {
                throw new InvalidJobException(
                        "%s() on the output of '%s', which is already partitioned (%s). Partition a stream once."
                                .formatted(method, input.producer().name(), input.partitioning()));
            }
            changed.add(input.withPartitioning(partitioning, key));
        }
        return new OperatorStream<>(flow, List.copyOf(changed));
    }

    private String producers() {
        return inputs.stream()
                .map(input -> "'" + input.producer().name() + "'")
                .toList()
                .toString();
    }
}
