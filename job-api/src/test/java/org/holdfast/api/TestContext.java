package org.holdfast.api;

import org.holdfast.api.file.FileAccess;

/** A place to run an operator instance by hand. */
public record TestContext(
        int subtaskIndex, int parallelism, int attempt, long restoredCheckpoint, FileAccess files)
        implements OperatorContext {

    /** Starts from nothing. */
    public TestContext(int subtaskIndex, int parallelism, int attempt, FileAccess files) {
        this(subtaskIndex, parallelism, attempt, 0, files);
    }

    @Override
    public String jobName() {
        return "job";
    }

    @Override
    public String operatorName() {
        return "operator";
    }

    @Override
    public String jobId() {
        return "0123456789abcdef0123456789abcdef";
    }
}
