package org.holdfast.api;

import java.io.IOException;
import org.holdfast.api.file.FileAccess;

/**
 * Where records end, exactly once.
 *
 * <p>A writer only <em>stages</em> what it is given: durable, but seen by nobody. What was staged
 * belongs to a checkpoint, and a committer makes it visible once that checkpoint is committed.
 * After a failure the job goes on from the latest checkpoint: what that checkpoint holds is
 * committed once more, to no effect if it was before; what was staged after it is never committed.
 *
 * <p>{@code org.holdfast.api.testing.SinkContract} tests a sink against all this.
 */
public interface Sink<T> {

    /**
     * Checks that the sink can be written to. Called once per submission, at the client; must
     * change nothing. Not called for a job that starts from a savepoint: it goes on with output
     * that is there.
     *
     * @throws InvalidJobException if it cannot, for example because the output exists
     */
    default void validate(FileAccess files) throws IOException {}

    /** Creates and opens the writer of one subtask. */
    SinkWriter<T> writer(OperatorContext context) throws IOException;

    /**
     * Creates the committer of one subtask, before its writer. A sink whose writers stage nothing
     * needs none.
     */
    default SinkCommitter committer(OperatorContext context) throws IOException {
        return SinkCommitter.NONE;
    }
}
