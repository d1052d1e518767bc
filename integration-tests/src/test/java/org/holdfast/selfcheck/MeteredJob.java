package org.holdfast.selfcheck;

import java.nio.file.Path;
import org.holdfast.api.Dataflow;
import org.holdfast.api.Job;
import org.holdfast.api.JobArguments;
import org.holdfast.api.file.FileSink;

/**
 * Chains numbers by {@code --keys} keys, {@code --rate} of them in a second, writes every link to
 * {@code --output}, and measures in its sinks what comes out when. Each key's links stay in one
 * subtask.
 *
 * <p>{@code --folder} is a local folder that all processes share. The meters' files are there; and
 * whoever writes {@code end-at} or {@code fail} into it has the job end, or one of its tasks fail:
 * see {@link NumbersUntilTold} and {@link FailOnDemand}.
 */
public final class MeteredJob implements Job {

    /** Of {@code --folder}: the number at which the job is to end. */
    public static final String END_FILE = "end-at";

    /** Of {@code --folder}: one task fails when it finds it, and removes it. */
    public static final String FAIL_FILE = "fail";

    /** No run makes so many. */
    private static final long ENDLESS = 1_000_000_000_000L;

    @Override
    public void define(Dataflow flow, JobArguments args) {
        int keys = Math.toIntExact(args.getLong("keys", 1000));
        Path folder = Path.of(args.required("folder"));
        flow.source(
                        "numbers",
                        new NumbersUntilTold(
                                ENDLESS, args.getLong("rate", 20_000), folder.resolve(END_FILE)))
                .map("fail on demand", new FailOnDemand(folder.resolve(FAIL_FILE)))
                .keyBy(number -> Link.keyOf(number, keys))
                .process("chain", new ChainPerKey())
                .sink(
                        "links",
                        new MeteredSink(FileSink.text(args.required("output")), folder, keys));
    }
}
