package org.holdfast.runtime.jobgraph;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.holdfast.api.SourceSplit;

/**
 * A chain of operators that runs in one task per subtask.
 *
 * @param index this vertex's place in {@link JobGraph#vertices}
 * @param name the operators' names, joined by {@code " -> "}
 * @param operators the operators' names in topological order (a chain may branch)
 * @param parallelism number of subtasks, 1 to 128
 * @param bounded whether all sources that feed the vertex end by themselves
 * @param splits what the source at the chain's head reads; empty for other vertices. Split i
 *     belongs to subtask i modulo parallelism
 */
public record JobVertex(
        int index,
        String name,
        List<String> operators,
        int parallelism,
        boolean bounded,
        List<SourceSplit> splits) {

    /** Number of key groups, the largest parallelism there is. */
    public static final int MAX_PARALLELISM = 128;

    public JobVertex {
        requireNonNull(name, "name");
        operators = List.copyOf(operators);
        splits = List.copyOf(splits);
        if (parallelism < 1 || parallelism > MAX_PARALLELISM) {
            throw new IllegalArgumentException(
                    "parallelism of '"
                            + name
                            + "': "
                            + parallelism
                            + " (expected: 1 to "
                            + MAX_PARALLELISM
                            + ")");
        }
    }
}
