package org.holdfast.faults;

import java.util.List;
import org.holdfast.api.JobArguments;

/**
 * What a self-checking job is told.
 *
 * @param records how many it makes
 * @param rate records per second
 * @param sink {@code file}, or {@code plain} to see the verdict turn
 */
public record SelfCheckSettings(int records, int keys, int rate, int parallelism, String sink) {

    static SelfCheckSettings of(JobArguments args, int kills) {
        return new SelfCheckSettings(
                Math.toIntExact(args.getLong("records", Math.max(100_000, 10_000L * kills))),
                Math.toIntExact(args.getLong("keys", 1_000)),
                Math.toIntExact(args.getLong("rate", 10_000)),
                Math.toIntExact(args.getLong("parallelism", 4)),
                args.get("sink", "file"));
    }

    /** The job's arguments. */
    List<String> arguments(String output) {
        return List.of(
                "--records",
                String.valueOf(records),
                "--keys",
                String.valueOf(keys),
                "--rate",
                String.valueOf(rate),
                "--sink",
                sink,
                "--output",
                output);
    }
}
