package org.holdfast.comparison;

import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;


/**
 * Counts the numbers 0, 1, 2 and so on by key: what {@code
 * org.holdfast.testjobs.KeyedCountBenchmark} does, written as a user of Flink's DataStream API
 * would.
 *
 * <p>Arguments: {@code CONFIGURATION JAR RECORDS KEYS PARALLELISM}, the first two as {@link
 * Cluster#of} takes them. Prints the job's id, and its net runtime in milliseconds.
 */
public final class KeyedCount {

    private KeyedCount() {}

    public static void main(String[] args) throws Exception {
        long records = Long.parseLong(args[2]);
        long keys = Long.parseLong(args[3]);
        try (StreamExecutionEnvironment flink = Cluster.of(args[0], args[1])) {
            flink.setParallelism(Integer.parseInt(args[4]));
            flink.fromSequence(0, records - 1)
                    .keyBy((KeySelector<Long, Long>) number -> number % keys, Types.LONG)
                    .process(new CountPerKey())
                    .sinkTo(new DiscardingSink<>());
            JobExecutionResult result = flink.execute("keyed count");
            System.out.println("JobID " + result.getJobID());
            System.out.println("Job Runtime: " + result.getNetRuntime() + " ms");
        }
    }
}
