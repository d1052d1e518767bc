package org.holdfast.runtime.config;

/** Options of jobs as a whole. */
public final class CoreOptions {

    /** Subtasks of an operator that does not set its own. */
    public static final ConfigOption<Integer> DEFAULT_PARALLELISM =
            ConfigOption.integer("parallelism.default")
                    .withDefault(1)
                    .withBound(value -> value >= 1 && value <= 128, "1 to 128")
                    .describedAs(
                            "Subtasks of an operator that does not set its own number, when -p is not given.");

    private CoreOptions() {}
}
