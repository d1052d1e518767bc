package org.holdfast.runtime.dispatcher;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import org.holdfast.runtime.checkpoint.CheckpointMetadata;
import org.holdfast.runtime.jobgraph.JobGraph;
import org.holdfast.runtime.jobmaster.Ledger;

/**
 * A job that has not ended.
 *
 * @param ledger empty if none of it was ever to be deployed
 * @param checkpoints the committed ones, oldest first; the last one is what it restores from
 * @param cancelled whether it is to be cancelled
 */
public record RecoveredJob(
        JobGraph graph,
        Optional<Ledger> ledger,
        List<CheckpointMetadata> checkpoints,
        boolean cancelled) {

    public RecoveredJob {
        requireNonNull(graph, "graph");
        requireNonNull(ledger, "ledger");
        checkpoints = List.copyOf(checkpoints);
    }
}
