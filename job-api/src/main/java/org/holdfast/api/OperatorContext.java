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

    /** Files on any file system Hadoop knows. */
    FileAccess files();
}
