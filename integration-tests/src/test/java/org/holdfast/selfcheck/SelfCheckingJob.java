package org.holdfast.selfcheck;

import org.holdfast.api.Dataflow;
import org.holdfast.api.InvalidJobException;
import org.holdfast.api.Job;
import org.holdfast.api.JobArguments;
import org.holdfast.api.Sink;
import org.holdfast.api.connector.GeneratorSource;
import org.holdfast.api.file.FileSink;

/**
 * Chains {@code --records} numbers by {@code --keys} keys, at {@code --rate} records per second,
 * and writes every link to {@code --output}. The links change subtasks on their way to the sink, so
 * that barriers are aligned twice.
 *
 * <p>{@code --sink plain} takes a sink that makes each record visible at once: with it, a failure
 * must break the proof.
 */
public final class SelfCheckingJob implements Job {

    @Override
    public void define(Dataflow flow, JobArguments args) {
        long keys = args.getLong("keys", 1000);
        flow.source(
                        "numbers",
                        GeneratorSource.numbered(Long::valueOf)
                                .count(args.getLong("records", 1_000_000))
                                .perSecond(args.getLong("rate", 10_000)))
                .keyBy(number -> Link.keyOf(number, keys))
                .process("chain", new ChainPerKey())
                .rebalance()
                .sink("links", sink(args.get("sink", "file"), args.required("output")));
    }

    private static Sink<Object> sink(String kind, String output) {
        return switch (kind) {
            case "file" -> FileSink.text(output);
            case "plain" -> new PlainSink(output);
            default ->
                    throw new InvalidJobException(
                            "Job argument '--sink': '" + kind + "' (expected: file or plain).");
        };
    }
}
