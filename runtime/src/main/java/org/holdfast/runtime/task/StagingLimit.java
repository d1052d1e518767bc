package org.holdfast.runtime.task;

import static java.util.Objects.requireNonNull;

import org.holdfast.runtime.config.CheckpointOptions;
import org.holdfast.runtime.config.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bounds what a task's sinks stage while there is no JobManager, and so no checkpoint that would
 * let them commit it. The main thread tells it of the JobManager; the task's thread asks.
 */
final class StagingLimit {

    private static final Logger log = LoggerFactory.getLogger(StagingLimit.class);

    private final String task;
    private final long limit;
    private volatile boolean leaderless;
    private volatile boolean holding;

    private StagingLimit(String task, long limit) {
        this.task = requireNonNull(task, "task");
        this.limit = limit;
    }

    /**
     * The limit of a job. There is none for one that takes no checkpoints: that stages until its
     * end, whoever leads.
     *
     * @param task its name, for people
     */
    static StagingLimit of(Configuration settings, String task) {
        boolean checkpoints = settings.find(CheckpointOptions.INTERVAL).isPresent();
        int limit = checkpoints ? settings.get(CheckpointOptions.OUTAGE_STAGING_LIMIT) : 0;
        return new StagingLimit(task, limit == 0 ? Long.MAX_VALUE : limit);
    }

    /** There is no JobManager from now on. */
    void onLeaderLost() {
        leaderless = true;
    }

    /** There is a JobManager; the task is to be woken. */
    void onLeaderFound() {
        leaderless = false;
    }

    /**
     * Whether the task is to take no input now. The task's thread only.
     *
     * @param staged records since the latest snapshot
     */
    boolean holds(long staged) {
        boolean holds = leaderless && staged >= limit;
        if (holds && !holding) {
            log.warn(
                    "Task {} takes no more input: it has put out {} records since its latest"
                            + " snapshot, and there is no JobManager to take another ({}: {}). It"
                            + " goes on when there is one.",
                    task,
                    staged,
                    CheckpointOptions.OUTAGE_STAGING_LIMIT,
                    limit);
        } else if (holding && !holds) {
            log.info("Task {} takes input again: there is a JobManager", task);
        }
        holding = holds;
        return holds;
    }

    /** Whether the task stands still because of this. Any thread. */
    boolean isHolding() {
        return holding;
    }
}
