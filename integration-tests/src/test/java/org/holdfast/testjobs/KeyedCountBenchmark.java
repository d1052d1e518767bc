package org.holdfast.testjobs;

import org.holdfast.api.Dataflow;
import org.holdfast.api.Job;
import org.holdfast.api.JobArguments;
import org.holdfast.api.connector.GeneratorSource;

/** Counts {@code --records} numbers by {@code --keys} keys as fast as it can, then ends. */
public final class KeyedCountBenchmark implements Job {

    @Override
    public void define(Dataflow flow, JobArguments args) {
        long keys = args.getLong("keys", 1000);
        flow.source(
                        "numbers",
                        GeneratorSource.numbered(Long::valueOf)
                                .count(args.getLong("records", 50_000_000)))
                .keyBy(number -> number % keys)
                .process("count", new CountPerKey())
                .sink("drop", new DiscardSink(0));
    }
}
