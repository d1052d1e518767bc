package org.holdfast.runtime.checkpoint;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.holdfast.runtime.checkpoint.CheckpointReport.Checkpoint;
import org.holdfast.runtime.jobgraph.JobGraph;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a job's checkpoints have come to: those to restore from, and the history of all for people.
 * On the main thread.
 */
final class CheckpointRecords {

    private static final Logger log = LoggerFactory.getLogger(CheckpointRecords.class);

    private final JobGraph graph;
    private final RetainedCheckpoints retained;
    private final CheckpointHistory history;

    CheckpointRecords(JobGraph graph, RetainedCheckpoints retained, CheckpointHistory history) {
        this.graph = requireNonNull(graph, "graph");
        this.retained = requireNonNull(retained, "retained");
        this.history = requireNonNull(history, "history");
    }

    /** One is committed or never will be. */
    void add(PendingCheckpoint checkpoint, long nowMillis) {
        Checkpoint ended = checkpoint.report(nowMillis);
        history.add(ended);
        if (checkpoint.committed().isPresent()) {
            retained.add(checkpoint.committed().get());
            log.info(
                    "{} of job {} ({}) completed in {} ms: {} bytes of state of {} tasks, longest"
                            + " pause {} us; {}",
                    checkpoint.title(),
                    graph.id(),
                    graph.name(),
                    ended.durationMillis(),
                    ended.stateBytes(),
                    ended.tasks(),
                    ended.pauseMicros(),
                    ended.path());
        } else {
            log.warn(
                    "{} of job {} ({}) failed: {}",
                    checkpoint.title(),
                    graph.id(),
                    graph.name(),
                    ended.failure());
        }
    }

    /** See {@link CheckpointCoordinator#restoreFrom}. */
    void startFrom(CheckpointMetadata from) {
        retained.startFrom(from);
    }

    /** See {@link CheckpointCoordinator#takeOver}. */
    void takeOver(List<CheckpointMetadata> committed) {
        retained.takeOver(committed);
    }

    /** See {@link CheckpointCoordinator#latest}. */
    Optional<CheckpointMetadata> latest() {
        return retained.latest();
    }

    /** See {@link CheckpointCoordinator#committed}. */
    Optional<CheckpointId> committed() {
        return retained.committed();
    }

    /** Tasks were deployed from {@link #latest}. */
    void onRestored(long wallClockMillis) {
        latest().ifPresent(from -> history.onRestored(from, wallClockMillis));
    }

    /** See {@link RetainedCheckpoints#end}. */
    CompletableFuture<Void> end(boolean keep) {
        return retained.end(keep);
    }

    /** See {@link CheckpointHistory#report}. */
    CheckpointReport report(Optional<Duration> interval, Optional<Checkpoint> pending) {
        return history.report(interval, pending);
    }
}
