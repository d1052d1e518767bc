package org.holdfast.api;

/**
 * The graph under construction. Operator names are unique within a job, 1 to 128 characters; they
 * name the operator's state, so keep them when the job changes.
 */
public interface Dataflow {

    /** Adds a source. */
    <T> DataStream<T> source(String name, Source<T> source);

    /**
     * Names the job, 1 to 128 characters. Without a call it is the simple name of the job's class.
     */
    void name(String jobName);
}
