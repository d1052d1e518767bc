package org.holdfast.runtime.jobgraph;

import static java.util.Objects.requireNonNull;

import org.holdfast.api.FilterFunction;
import org.holdfast.api.FlatMapFunction;
import org.holdfast.api.KeySelector;
import org.holdfast.api.KeyedProcessFunction;
import org.holdfast.api.MapFunction;
import org.holdfast.api.Sink;
import org.holdfast.api.Source;
import org.holdfast.api.TimestampFunction;

/**
 * An operator of a chain, with the instances of the user's functions that {@code Job.define} made.
 * They belong to whoever ran {@code define}: one subtask. The head of a chain is the root of a tree
 * that {@link #downstream} spans.
 *
 * <p>The user's type parameters are gone here; {@code Dataflow} checked them at compile time.
 */
public sealed interface OperatorNode {

    /** Unique within the job. */
    String name();

    /** Where the operator's records go; nowhere for a sink. */
    Downstream downstream();

    /** Reads splits. Always the head of its chain. */
    record SourceOperator(String name, Source<Object> source, Downstream downstream)
            implements OperatorNode {

        public SourceOperator {
            requireNonNull(source, "source");
        }
    }

    /** One record in, one record out. */
    record MapOperator(String name, MapFunction<Object, Object> function, Downstream downstream)
            implements OperatorNode {

        public MapOperator {
            requireNonNull(function, "function");
        }
    }

    /** One record in, any number out. */
    record FlatMapOperator(
            String name, FlatMapFunction<Object, Object> function, Downstream downstream)
            implements OperatorNode {

        public FlatMapOperator {
            requireNonNull(function, "function");
        }
    }

    /** Lets some records through. */
    record FilterOperator(String name, FilterFunction<Object> predicate, Downstream downstream)
            implements OperatorNode {

        public FilterOperator {
            requireNonNull(predicate, "predicate");
        }
    }

    /**
     * Lets all records through, and tells event time by them.
     *
     * @param latenessMillis how far event time stays behind the latest record, 0 or more
     */
    record EventTimeOperator(
            String name,
            TimestampFunction<Object> timestamps,
            long latenessMillis,
            Downstream downstream)
            implements OperatorNode {

        public EventTimeOperator {
            requireNonNull(timestamps, "timestamps");
            if (latenessMillis < 0) {
                throw new IllegalArgumentException(
                        "lateness: " + latenessMillis + " ms (expected: >= 0)");
            }
        }
    }

    /**
     * Processes records with the state of their keys. Always the head of its chain: all edges into
     * it are HASH edges.
     *
     * @param key the selector its input was partitioned by
     */
    record KeyedProcessOperator(
            String name,
            KeySelector<Object, Object> key,
            KeyedProcessFunction<Object, Object, Object> function,
            Downstream downstream)
            implements OperatorNode {

        public KeyedProcessOperator {
            requireNonNull(key, "key");
            requireNonNull(function, "function");
        }
    }

    /** Writes records. */
    record SinkOperator(String name, Sink<Object> sink) implements OperatorNode {

        public SinkOperator {
            requireNonNull(sink, "sink");
        }

        @Override
        public Downstream downstream() {
            return Downstream.NONE;
        }
    }
}
