package org.holdfast.runtime.config;

import java.time.Duration;

/** Checkpoints and savepoints; per cluster, and per job in the job's own settings. */
public final class CheckpointOptions {

    public static final ConfigOption<Duration> INTERVAL =
            ConfigOption.duration("execution.checkpointing.interval")
                    .withBound(value -> value.toMillis() >= 10, "at least 10 ms")
                    .describedAs(
                            "Time between the triggers of two checkpoints. Not set means that none"
                                    + " are taken but savepoints.");

    public static final ConfigOption<Duration> TIMEOUT =
            ConfigOption.duration("execution.checkpointing.timeout")
                    .withBound(value -> value.toMillis() >= 10, "at least 10 ms")
                    .withDefault(Duration.ofMinutes(10))
                    .describedAs("A checkpoint that takes longer has failed.");

    public static final ConfigOption<Duration> MIN_PAUSE =
            ConfigOption.duration("execution.checkpointing.min-pause")
                    .withDefault(Duration.ZERO)
                    .describedAs(
                            "Least time between the end of a checkpoint and the next trigger.");

    public static final ConfigOption<Integer> TOLERABLE_FAILURES =
            ConfigOption.integer("execution.checkpointing.tolerable-failed-checkpoints")
                    .withBound(value -> value >= 0, "at least 0")
                    .withDefault(0)
                    .describedAs(
                            "How many checkpoints in a row tasks may decline or be late for before"
                                    + " the job fails (and restarts as its restart strategy says). A"
                                    + " checkpoint does not count whose directory or files cannot be"
                                    + " written, unless it is the one the job ends with.");

    public static final ConfigOption<Integer> OUTAGE_STAGING_LIMIT =
            ConfigOption.integer("execution.checkpointing.outage-staging-limit")
                    .withBound(value -> value >= 0, "at least 0")
                    .withDefault(100_000_000)
                    .describedAs(
                            "How many records a subtask may put into a sink that commits with"
                                    + " checkpoints, after its latest one, while there is no"
                                    + " JobManager to take the next. From then on it takes no more"
                                    + " input, and holds up those that send to it, until there is"
                                    + " a JobManager. 0 is without limit. The default lasts for an"
                                    + " orphan lease of 15 minutes at 100 000 records a second; a"
                                    + " lower one should be well above what comes between two"
                                    + " checkpoints. Without effect for jobs that take none.");

    public static final ConfigOption<String> RETENTION =
            ConfigOption.text("execution.checkpointing.externalized-checkpoint-retention")
                    .withBound(
                            value ->
                                    value.matches(
                                            "RETAIN_ON_CANCELLATION|DELETE_ON_CANCELLATION"
                                                    + "|NO_EXTERNALIZED_CHECKPOINTS"),
                            "one of RETAIN_ON_CANCELLATION, DELETE_ON_CANCELLATION,"
                                    + " NO_EXTERNALIZED_CHECKPOINTS")
                    .withDefault("NO_EXTERNALIZED_CHECKPOINTS")
                    .describedAs(
                            "What becomes of the checkpoints of a job that ends:"
                                    + " RETAIN_ON_CANCELLATION keeps them if it failed or was"
                                    + " cancelled, DELETE_ON_CANCELLATION only if it failed,"
                                    + " NO_EXTERNALIZED_CHECKPOINTS never.");

    public static final ConfigOption<String> DIRECTORY =
            ConfigOption.text("state.checkpoints.dir")
                    .withAlias("execution.checkpointing.dir")
                    .withBound(value -> !value.isBlank(), "not empty")
                    .describedAs(
                            "Directory below which checkpoints are kept, on a file system all"
                                    + " processes see. Not set, they are kept with the cluster's own"
                                    + " files and go with them.");

    public static final ConfigOption<String> SAVEPOINT_DIRECTORY =
            ConfigOption.text("state.savepoints.dir")
                    .withAlias("execution.checkpointing.savepoint-dir")
                    .withBound(value -> !value.isBlank(), "not empty")
                    .describedAs("Directory for savepoints whose command names none.");

    public static final ConfigOption<Integer> RETAINED =
            ConfigOption.integer("state.checkpoints.num-retained")
                    .withAlias("execution.checkpointing.num-retained")
                    .withBound(value -> value >= 1, "at least 1")
                    .withDefault(1)
                    .describedAs("How many completed checkpoints of a job are kept.");

    public static final ConfigOption<MemorySize> INLINE_THRESHOLD =
            ConfigOption.memory("state.storage.fs.memory-threshold")
                    .withAlias("execution.checkpointing.data-inline-threshold")
                    .withBound(value -> value.bytes() <= 1 << 20, "at most 1 mb")
                    .withDefault(MemorySize.parse("20kb"))
                    .describedAs(
                            "Keyed state of a task that is not larger than this becomes part of the"
                                    + " checkpoint's metadata file instead of a file of its own.");

    /** What {@code run -s} sets. */
    public static final ConfigOption<String> RESTORE_PATH =
            ConfigOption.text("execution.savepoint.path")
                    .withBound(value -> !value.isBlank(), "not empty")
                    .describedAs("Savepoint or retained checkpoint a job starts from.");

    /** What {@code run -n} sets. */
    public static final ConfigOption<Boolean> DROP_UNKNOWN_STATE =
            ConfigOption.bool("execution.savepoint.ignore-unclaimed-state")
                    .withDefault(false)
                    .describedAs(
                            "Whether a job may start from a savepoint that has state of operators"
                                    + " the job does not have; that state is dropped.");

    public static final ConfigOption<Integer> HISTORY =
            ConfigOption.integer("web.checkpoints.history")
                    .withBound(value -> value >= 1 && value <= 100, "1 to 100")
                    .withDefault(10)
                    .describedAs("How many of a job's checkpoints are remembered to be shown.");

    private CheckpointOptions() {}
}
