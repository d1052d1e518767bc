package org.holdfast.runtime.task.checkpoint;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.function.BooleanSupplier;
import org.holdfast.api.file.FileAccess;
import org.holdfast.ha.storage.Sha256;
import org.holdfast.runtime.checkpoint.StateHandle;

/**
 * Takes state of unknown size: keeps it in memory while it is small, begins a file when it is not
 * any more. The file is durable once {@link #toHandle} has returned.
 */
final class StateOutput extends OutputStream {

    private static final int BUFFER_BYTES = 64 * 1024;

    private final FileAccess files;
    private final String path;
    private final int inlineBytes;
    private final BooleanSupplier abandoned;
    private final MessageDigest digest = Sha256.newDigest();
    private final ByteArrayOutputStream inline = new ByteArrayOutputStream();
    private OutputStream file;
    private long length;

    /**
     * Begins in memory.
     *
     * @param path of the file, if there has to be one
     * @param inlineBytes more than this goes to the file
     * @param abandoned whether nobody wants the state any more; writing then fails
     */
    StateOutput(FileAccess files, String path, int inlineBytes, BooleanSupplier abandoned) {
        this.files = files;
        this.path = path;
        this.inlineBytes = inlineBytes;
        this.abandoned = abandoned;
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
        if (abandoned.getAsBoolean()) {
            throw new IOException("its checkpoint was aborted");
        }
        digest.update(bytes, offset, count);
        length += count;
        if (file == null && length <= inlineBytes) {
            inline.write(bytes, offset, count);
            return;
        }
        try {
            if (file == null) {
                file = new BufferedOutputStream(files.create(path), BUFFER_BYTES);
                inline.writeTo(file);
            }
            file.write(bytes, offset, count);
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /**
     * Ends the state, which holds {@code keyGroups} key groups from {@code firstKeyGroup} on.
     *
     * @throws StateWriteException if the file could not be made durable
     */
    StateHandle toHandle(int firstKeyGroup, int keyGroups) throws IOException {
        String sha256 = Sha256.hex(digest);
        if (file == null) {
            String state = Base64.getEncoder().encodeToString(inline.toByteArray());
            return new StateHandle(firstKeyGroup, keyGroups, "", state, length, sha256);
        }
        try {
            file.close();
        } catch (IOException e) {
            throw unwritable(e);
        }
        return new StateHandle(firstKeyGroup, keyGroups, path, "", length, sha256);
    }

    private StateWriteException unwritable(IOException cause) {
        return new StateWriteException(
                "its state file cannot be written: " + cause.getMessage(), cause);
    }

    /** Drops what was written, the file included. */
    void discard() throws IOException {
        if (file != null) {
            try {
                file.close();
            } finally {
                files.delete(path);
            }
        }
    }
}
