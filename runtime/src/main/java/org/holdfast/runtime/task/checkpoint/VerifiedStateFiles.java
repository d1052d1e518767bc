package org.holdfast.runtime.task.checkpoint;

import static java.util.Objects.requireNonNull;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import org.holdfast.api.file.FileAccess;
import org.holdfast.runtime.checkpoint.StateHandle;
import org.holdfast.runtime.state.StateFiles;

/** Opens state for one task; every byte is checked against its handle. Thread-safe. */
public final class VerifiedStateFiles implements StateFiles {

    private static final int BUFFER_BYTES = 64 * 1024;

    private final FileAccess files;
    private final String task;

    /**
     * Opens nothing yet.
     *
     * @param task whose state it is, for errors
     */
    public VerifiedStateFiles(FileAccess files, String task) {
        this.files = requireNonNull(files, "files");
        this.task = requireNonNull(task, "task");
    }

    @Override
    public InputStream open(StateHandle handle) throws IOException {
        if (handle.file().isEmpty()) {
            String where = "State of task " + task + " in the checkpoint's metadata";
            return new VerifyingInput(new ByteArrayInputStream(decode(handle)), handle, where);
        }
        String where = "State of task " + task + " in file '" + handle.file() + "'";
        try {
            InputStream file = files.open(handle.file(), 0);
            return new VerifyingInput(new BufferedInputStream(file, BUFFER_BYTES), handle, where);
        } catch (IOException e) {
            throw new IOException(where + " cannot be opened: " + e.getMessage(), e);
        }
    }

    private byte[] decode(StateHandle handle) throws IOException {
        try {
            return Base64.getDecoder().decode(handle.inline());
        } catch (IllegalArgumentException e) {
            throw new IOException(
                    "State of task " + task + " in the checkpoint's metadata is not Base64", e);
        }
    }
}
