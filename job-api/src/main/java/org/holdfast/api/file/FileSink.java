package org.holdfast.api.file;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import org.holdfast.api.InvalidJobException;
import org.holdfast.api.OperatorContext;
import org.holdfast.api.Sink;
import org.holdfast.api.SinkWriter;

/**
 * Writes records as lines of text files, in UTF-8: subtask i writes {@code part-i} in the output
 * directory. A part is visible when it is complete, never before: until the input has ended its
 * name starts with {@code .}, as in {@code .part-3-0.inprogress} for subtask 3 and attempt 0.
 *
 * <p>Each attempt of a subtask starts over: it removes what earlier attempts left, complete or not.
 */
public final class FileSink implements Sink<Object> {

    private final String directory;

    private FileSink(String directory) {
        this.directory = requireNonNull(directory, "directory");
    }

    /**
     * Writes {@code toString} of each record, and a line feed.
     *
     * @param directory must not exist when the job is submitted
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
        FileAccess files = context.files();
        int subtask = context.subtaskIndex();
        String part = child("part-" + subtask);
        files.delete(part);
        // Without high availability a new JobManager counts attempts from 0 again: mine, too.
        for (int attempt = 0; attempt <= context.attempt(); attempt++) {
            files.delete(inProgress(subtask, attempt));
        }
        return new PartWriter(files, inProgress(subtask, context.attempt()), part);
    }

    private String inProgress(int subtask, int attempt) {
        return child(".part-" + subtask + "-" + attempt + ".inprogress");
    }

    private String child(String name) {
        return directory.endsWith("/") ? directory + name : directory + "/" + name;
    }
}
