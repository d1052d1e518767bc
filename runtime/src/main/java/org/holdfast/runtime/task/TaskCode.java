package org.holdfast.runtime.task;

import org.holdfast.runtime.jobgraph.DefinedJob;

/** One task's hold on its job's code. */
public interface TaskCode extends AutoCloseable {

    /** The job's class loader. */
    ClassLoader classLoader();

    /** Runs {@code Job.define} in the calling thread and checks the graph it gives. */
    DefinedJob define();

    /** Lets go of the code. */
    @Override
    void close();

    /** Gets tasks their code. Thread-safe. */
    @FunctionalInterface
    interface Loader {

        /**
         * Fetches and opens the code of a task's job, if that was not done yet; blocks meanwhile.
         */
        TaskCode load(TaskDeployment deployment) throws Exception;
    }
}
