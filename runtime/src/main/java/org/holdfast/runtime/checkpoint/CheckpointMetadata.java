package org.holdfast.runtime.checkpoint;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.holdfast.api.SplitPosition;

/**
 * A complete checkpoint: what a job restores from.
 *
 * @param job 32 hexadecimal digits
 * @param triggerTime wall-clock milliseconds since 1970
 * @param path of the metadata file, fully qualified
 * @param operators those that have something to restore, by name
 */
public record CheckpointMetadata(
        CheckpointId id,
        CheckpointKind kind,
        String job,
        String jobName,
        long triggerTime,
        String path,
        Map<String, OperatorState> operators) {

    public CheckpointMetadata {
        requireNonNull(id, "id");
        requireNonNull(kind, "kind");
        requireNonNull(job, "job");
        requireNonNull(jobName, "jobName");
        requireNonNull(path, "path");
        operators = Map.copyOf(operators);
    }

    /**
     * What one operator had, in the order of its subtasks.
     *
     * @param parallelism how many subtasks it had
     * @param splits of a source: all its splits
     * @param keyed of a keyed operator: one handle per subtask
     * @param inputEnded of a keyed operator: the subtasks that had processed the end of their input
     * @param staged of a sink: what is to be committed
     */
    public record OperatorState(
            int parallelism,
            Optional<List<SplitPosition>> splits,
            List<StateHandle> keyed,
            List<Integer> inputEnded,
            List<String> staged) {

        public OperatorState {
            splits = splits.map(List::copyOf);
            keyed = List.copyOf(keyed);
            inputEnded = List.copyOf(inputEnded);
            staged = List.copyOf(staged);
        }
    }
}
