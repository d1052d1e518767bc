package org.holdfast.comparison;

import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.util.Collector;

import java.util.Map;

/**
 * Counts the numbers 0, 1, 2 and so on by key: what {@code
 * org.holdfast.testjobs.KeyedCountBenchmark} does, written as a user of Flink's DataStream API
 * would.
 *
 * <p>Arguments: {@code HOST PORT JAR RECORDS KEYS PARALLELISM}, the first two of the REST interface
 * of a running cluster. Prints the job's net runtime in milliseconds.
 */
public final class KeyedCount {

    private KeyedCount() {}

    public static void main(String[] args) throws Exception {
        long records = Long.parseLong(args[3]);
        long keys = Long.parseLong(args[4]);
        try (StreamExecutionEnvironment flink =
                StreamExecutionEnvironment.createRemoteEnvironment(
                        args[0],
                        Integer.parseInt(args[1]),
                        Configuration.fromMap(Map.of()),
                        args[2])) {
            flink.setParallelism(Integer.parseInt(args[5]));
            flink.fromSequence(0, records - 1)
                    .keyBy((KeySelector<Long, Long>) number -> number % keys, Types.LONG)
                    .process(new CountPerKey())
                    .sinkTo(new DiscardingSink<>());
            JobExecutionResult result = flink.execute("keyed count");
            System.out.println("Job Runtime: " + result.getNetRuntime() + " ms");
        }
    }

    /** Puts out the running count of each key. */
    private static final class CountPerKey extends KeyedProcessFunction<Long, Long, Long> {

        private static final long serialVersionUID = 1L;

        private transient ValueState<Long> count;

        @Override
        public void open(OpenContext context) {
            count = getRuntimeContext().getState(new ValueStateDescriptor<>("count", Types.LONG));
        }

        @Override
        public void processElement(Long number, Context context, Collector<Long> out)
                throws Exception {
            Long seen = count.value();
            long next = seen == null ? 1 : seen + 1;
            count.update(next);
            out.collect(next);
        }
    }
}
