package org.holdfast.api;

import org.holdfast.api.file.FileAccess;

/** Where an operator instance runs. */
public interface OperatorContext {

    /** The job's id, 32 lower-case hexadecimal digits: unlike its name, no other job has it. */
    String jobId();

    /** The job's name. */
    String jobName();

    /** The operator's name. */
    String operatorName();

    /** This subtask's index, 0 to {@link #parallelism()} - 1. */
    int subtaskIndex();

    /** How many subtasks the operator has. */
    int parallelism();

    /** How often this subtask was started before in this run of the job; 0 at first. */
    int attempt();

    /**
     * The number of the checkpoint or savepoint this attempt starts from, as {@link
     * SinkWriter#prepare} was given it; 0 if it starts from nothing. What an earlier attempt staged
     * up to there is committed or will be, by this subtask or another; what it staged later never
     * is.
     */
    long restoredCheckpoint();

    /** Files on any file system Hadoop knows. */
    FileAccess files();
}
