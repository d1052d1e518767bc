package org.holdfast.runtime.checkpoint;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.stream.Stream;
import org.holdfast.runtime.checkpoint.CheckpointReport.Checkpoint;
import org.holdfast.runtime.checkpoint.CheckpointReport.Restored;
import org.holdfast.runtime.checkpoint.CheckpointReport.Status;

/** What became of a job's checkpoints, for people. On the main thread. */
final class CheckpointHistory {

    private final int limit;
    private final Deque<Checkpoint> newestFirst = new ArrayDeque<>();
    private Optional<Restored> restored = Optional.empty();
    private Optional<Checkpoint> latest = Optional.empty();
    private long completed;
    private long failed;

    /**
     * @param limit how many are remembered
     */
    CheckpointHistory(int limit) {
        this.limit = limit;
    }

    /** One has ended. */
    void add(Checkpoint ended) {
        if (ended.status() == Status.COMPLETED) {
            completed++;
            latest = Optional.of(ended);
        } else {
            failed++;
        }
        newestFirst.addFirst(ended);
        while (newestFirst.size() > limit) {
            newestFirst.removeLast();
        }
    }

    /** Tasks started from {@code from}. */
    void onRestored(CheckpointMetadata from, long wallClockMillis) {
        restored = Optional.of(new Restored(from.id().value(), from.path(), wallClockMillis));
    }

    /**
     * All of it.
     *
     * @param pending the one under way
     */
    CheckpointReport report(Optional<Duration> interval, Optional<Checkpoint> pending) {
        return new CheckpointReport(
                interval.map(Duration::toMillis).orElse(0L),
                completed,
                failed,
                restored,
                latest,
                Stream.concat(pending.stream(), newestFirst.stream()).limit(limit).toList());
    }
}
