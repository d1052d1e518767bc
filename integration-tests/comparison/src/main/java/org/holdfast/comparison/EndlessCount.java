package org.holdfast.comparison;

import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/**
 * Counts 100,000 numbers per second by 1,000 keys, for ever: what {@code
 * org.holdfast.testjobs.EndlessCount} does in {@code failover.sh}.
 *
 * <p>Arguments: {@code CONFIGURATION JAR}, as {@link Cluster#of} takes them. Prints the job's id and ends; the job goes on.
 */
public final class EndlessCount {

    private static final long KEYS = 1000;
    private static final double PER_SECOND = 100_000;

    private EndlessCount() {}

    public static void main(String[] args) throws Exception {
        try (StreamExecutionEnvironment flink = Cluster.of(args[0], args[1])) {
            flink.setParallelism(2);
            DataGeneratorSource<Long> numbers =
                    new DataGeneratorSource<>(
                            number -> number,
                            Long.MAX_VALUE,
                            RateLimiterStrategy.perSecond(PER_SECOND),
                            Types.LONG);
            flink.fromSource(numbers, WatermarkStrategy.noWatermarks(), "numbers")
                    .keyBy((KeySelector<Long, Long>) number -> number % KEYS, Types.LONG)
                    .process(new CountPerKey())
                    .sinkTo(new DiscardingSink<>());
            System.out.println("JobID " + flink.executeAsync("endless count").getJobID());
        }
    }
}
