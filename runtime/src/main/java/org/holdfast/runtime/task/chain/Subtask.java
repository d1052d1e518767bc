package org.holdfast.runtime.task.chain;

import static java.util.Objects.requireNonNull;

import org.holdfast.api.OperatorContext;
import org.holdfast.api.file.FileAccess;

/**
 * What all operators of a task have in common.
 *
 * @param index of the subtask, 0 to parallelism - 1
 * @param restoredCheckpoint number of the checkpoint it starts from; 0 for none
 */
public record Subtask(
        String jobId,
        String jobName,
        int index,
        int parallelism,
        int attempt,
        long restoredCheckpoint,
        FileAccess files) {

    public Subtask {
        requireNonNull(jobId, "jobId");
        requireNonNull(jobName, "jobName");
        requireNonNull(files, "files");
    }

    /** The context of one of the operators. */
    OperatorContext of(String operatorName) {
        return new LinkContext(
                jobId,
                jobName,
                operatorName,
                index,
                parallelism,
                attempt,
                restoredCheckpoint,
                files);
    }

    private record LinkContext(
            String jobId,
            String jobName,
            String operatorName,
            int subtaskIndex,
            int parallelism,
            int attempt,
            long restoredCheckpoint,
            FileAccess files)
            implements OperatorContext {}
}
