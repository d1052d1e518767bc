package org.holdfast.api;

/**
 * A parallel program. Implementations are public classes with a public constructor without
 * parameters.
 */
@FunctionalInterface
public interface Job {

    /**
     * Defines the dataflow. Runs at the client and once per subtask in the TaskManagers; must
     * define the same graph for the same arguments and must not do the job's work.
     *
     * @throws InvalidJobException if the arguments cannot be used; its message is shown to the user
     *     as it is
     * @throws Exception any other failure ends the submission, or the subtask, with this cause
     */
    void define(Dataflow flow, JobArguments args) throws Exception;
}
