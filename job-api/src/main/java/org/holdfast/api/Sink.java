package org.holdfast.api;

import java.io.IOException;
import org.holdfast.api.file.FileAccess;

/** Where records end. */
public interface Sink<T> {

    /**
     * Checks that the sink can be written to. Called once per submission, at the client; must
     * change nothing.
     *
     * @throws InvalidJobException if it cannot, for example because the output exists
     */
    default void validate(FileAccess files) throws IOException {}

    /** Creates and opens the writer of one subtask. */
    SinkWriter<T> writer(OperatorContext context) throws IOException;
}
