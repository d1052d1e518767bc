package org.holdfast.api;

import java.io.IOException;
import java.util.List;
import org.holdfast.api.file.FileAccess;

/**
 * Where records come from. A source is replayable: a reader that starts at a {@link SplitPosition}
 * puts out the same records as the reader before it did from there.
 */
public interface Source<T> {

    /** Whether the source ends by itself. */
    boolean isBounded();

    /**
     * Divides the input. Called once per submission, at the client; the splits become part of the
     * job.
     *
     * @param parallelism how many subtasks will read; there may be more or fewer splits
     * @throws InvalidJobException if there is no such input
     */
    List<SourceSplit> splits(int parallelism, FileAccess files) throws IOException;

    /** Creates the reader of one subtask; it is opened by {@link SourceReader#open}. */
    SourceReader<T> reader(OperatorContext context);
}
