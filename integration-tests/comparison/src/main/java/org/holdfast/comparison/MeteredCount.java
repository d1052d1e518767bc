package org.holdfast.comparison;

import java.nio.file.Path;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.util.Collector;
import org.holdfast.meter.Meter;

/**
 * Counts numbers by 1,000 keys at parallelism 4, for ever, with a meter at each subtask's output:
 * what {@code org.holdfast.selfcheck.MeteredJob} does, but for its files.
 *
 * <p>Arguments: {@code CONFIGURATION JAR FOLDER RATE}, the first two as {@link Cluster#of} takes
 * them, the folder of the meters, and records per second. Prints the job's id and ends; the job
 * goes on.
 */
public final class MeteredCount {

    private static final int KEYS = 1000;

    private MeteredCount() {}

    public static void main(String[] args) throws Exception {
        try (StreamExecutionEnvironment flink = Cluster.of(args[0], args[1])) {
            flink.setParallelism(4);
            DataGeneratorSource<Long> numbers =
                    new DataGeneratorSource<>(
                            number -> number,
                            Long.MAX_VALUE,
                            RateLimiterStrategy.perSecond(Double.parseDouble(args[3])),
                            Types.LONG);
            flink.fromSource(numbers, WatermarkStrategy.noWatermarks(), "numbers")
                    .keyBy((KeySelector<Long, Long>) number -> number % KEYS, Types.LONG)
                    .process(new Metered(args[2]))
                    .sinkTo(new DiscardingSink<>());
            System.out.println("JobID " + flink.executeAsync("metered count").getJobID());
        }
    }

    /** Puts out the running count of each key, and measures. */
    private static final class Metered extends KeyedProcessFunction<Long, Long, Long> {

        private static final long serialVersionUID = 1L;

        private final String folder;
        private transient ValueState<Long> count;
        private transient Meter meter;

        Metered(String folder) {
            this.folder = folder;
        }

        @Override
        public void open(OpenContext context) throws Exception {
            TaskInfo task = getRuntimeContext().getTaskInfo();
            count = getRuntimeContext().getState(new ValueStateDescriptor<>("count", Types.LONG));
            meter =
                    Meter.open(
                            Path.of(folder),
                            task.getIndexOfThisSubtask(),
                            task.getAttemptNumber(),
                            KEYS);
        }

        @Override
        public void processElement(Long number, Context context, Collector<Long> out)
                throws Exception {
            Long seen = count.value();
            long next = seen == null ? 1 : seen + 1;
            count.update(next);
            out.collect(next);
            meter.record(context.getCurrentKey(), next);
        }

        @Override
        public void close() throws Exception {
            if (meter != null) {
                meter.close();
            }
        }
    }
}
