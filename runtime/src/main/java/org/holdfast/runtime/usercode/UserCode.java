package org.holdfast.runtime.usercode;

import java.util.concurrent.atomic.AtomicBoolean;
import org.holdfast.api.InvalidJobException;
import org.holdfast.api.JobArguments;
import org.holdfast.runtime.jobgraph.DefinedJob;
import org.holdfast.runtime.jobgraph.JobCode;

/**
 * One subtask's hold on its job's code. All subtasks of a job in one TaskManager share a class
 * loader, which is closed when the last of them lets go.
 */
public final class UserCode implements AutoCloseable {

    private final JobJar jar;
    private final JobCode code;
    private final Runnable release;
    private final AtomicBoolean released = new AtomicBoolean();

    UserCode(JobJar jar, JobCode code, Runnable release) {
        this.jar = jar;
        this.code = code;
        this.release = release;
    }

    /** The job's class loader; a subtask's thread has it as its context class loader. */
    public ClassLoader classLoader() {
        return jar.classLoader();
    }

    /**
     * Runs {@code define} in the calling thread: function instances for one subtask.
     *
     * @param graphHash what the client got
     * @throws InvalidJobException if {@code define} throws, or gives another graph than at the
     *     client
     */
    public DefinedJob define(String graphHash) {
        DefinedJob job =
                jar.define(
                        code.jobClass(),
                        JobArguments.parse(code.arguments()),
                        code.defaultParallelism());
        if (!job.graphHash().equals(graphHash)) {
            throw new InvalidJobException(
                    ("define() of job class '%s' gave another graph here than at the client (hash"
                                    + " %s, expected: %s; here: %s). It must depend on nothing but"
                                    + " the arguments: not on the host, the environment, the clock"
                                    + " or files.")
                            .formatted(
                                    code.jobClass(), job.graphHash(), graphHash, job.vertices()));
        }
        return job;
    }

    /** Lets go; the second call does nothing. */
    @Override
    public void close() {
        if (released.compareAndSet(false, true)) {
            release.run();
        }
    }
}
