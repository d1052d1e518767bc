package org.holdfast.testjobs;

import org.holdfast.api.Dataflow;
import org.holdfast.api.Job;
import org.holdfast.api.JobArguments;
import org.holdfast.api.connector.GeneratorSource;

/** Counts numbers by key, for ever; {@code --pause} milliseconds in the sink make it slow. */
public final class EndlessCount implements Job {

    @Override
    public void define(Dataflow flow, JobArguments args) {
        long keys = args.getLong("keys", 1000);
        flow.source(
                        "numbers",
                        GeneratorSource.numbered(Long::valueOf)
                                .perSecond(args.getLong("rate", 20_000)))
                .keyBy(number -> number % keys)
                .process("count", new CountPerKey())
                .sink("drop", new DiscardSink(args.getLong("pause", 0)));
    }
}
