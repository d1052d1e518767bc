package org.holdfast.api.file;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import org.holdfast.api.InvalidJobException;
import org.holdfast.api.OperatorContext;
import org.holdfast.api.Sink;
import org.holdfast.api.SinkCommitter;
import org.holdfast.api.SinkWriter;

/**
 * Writes records as lines of text files, in UTF-8, exactly once. A part, which is one file, holds
 * what one subtask was given between two checkpoints. It becomes visible when its checkpoint is
 * committed, complete; until then its name starts with {@code .}, which readers leave out. A
 * subtask without records writes no part.
 *
 * <table>
 * <caption>Files in the output directory</caption>
 * <tr><td>{@code part-SUBTASK-JOB-EPOCH-NUMBER}</td>
 *     <td>committed with checkpoint {@code EPOCH-NUMBER}; JOB is the start of the job's id, so that
 *     a job that goes on from a savepoint can write to the same directory</td></tr>
 * <tr><td>{@code part-SUBTASK}</td>
 *     <td>all that a subtask of a job without checkpoints was given; visible when it ends, and
 *     there even if it is empty ({@code part-SUBTASK-JOB} if the job started from a
 *     savepoint)</td></tr>
 * <tr><td>{@code .part-SUBTASK-JOB-ATTEMPT-CHECKPOINT.staged}</td>
 *     <td>complete, not committed yet</td></tr>
 * <tr><td>{@code .part-SUBTASK-JOB-ATTEMPT-NUMBER.inprogress}</td>
 *     <td>being written</td></tr>
 * </table>
 *
 * <p>An attempt removes what earlier attempts of its subtask left hidden and the restored
 * checkpoint does not hold; subtask 0 also what subtasks left that there are no more. The files of
 * other jobs are left alone.
 *
 * <p>To commit a part again does nothing. A part whose hidden file is gone counts as committed,
 * even if its visible file is gone too: a reader may have moved or removed it. So nobody but the
 * job may remove hidden files while a checkpoint or savepoint that holds them is still of use.
 */
public final class FileSink implements Sink<Object> {

    private final String directory;

    private FileSink(String directory) {
        this.directory = requireNonNull(directory, "directory");
    }

    /**
     * Writes {@code toString} of each record, and a line feed.
     *
     * @param directory must not exist when the job is submitted, unless it starts from a savepoint
     */
    public static FileSink text(String directory) {
        return new FileSink(directory);
    }

    @Override
    public void validate(FileAccess files) throws IOException {
        if (files.exists(directory)) {
            throw new InvalidJobException(
                    "Output path '" + directory + "' exists. Remove it, or choose another.");
        }
    }

    @Override
    public SinkWriter<Object> writer(OperatorContext context) throws IOException {
        PartDirectory parts = new PartDirectory(context.files(), directory);
        parts.removeLeftovers(context);
        return new PartWriter(parts, context);
    }

    @Override
    public SinkCommitter committer(OperatorContext context) {
        return new PartCommitter(context.files());
    }
}
