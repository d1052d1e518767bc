package org.holdfast.runtime.task.checkpoint;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import org.holdfast.ha.storage.Sha256;
import org.holdfast.runtime.checkpoint.StateHandle;

/**
 * Checks length and digest as it is read; fails with the read that reaches the state's last byte,
 * so that a reader which knows where to stop is told, too.
 */
final class VerifyingInput extends FilterInputStream {

    private final StateHandle handle;
    private final String where;
    private final MessageDigest digest = Sha256.newDigest();
    private long count;

    /**
     * Reads {@code in} from its start.
     *
     * @param where whose state it is and where it is, to begin an error with
     */
    VerifyingInput(InputStream in, StateHandle handle, String where) {
        super(in);
        this.handle = handle;
        this.where = where;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        int most = (int) Math.min(length, handle.length() - count);
        if (most == 0) {
            return -1;
        }
        int read = in.read(bytes, offset, most);
        if (read < 0) {
            throw damaged("it ends after " + count + " bytes (expected: " + handle.length() + ")");
        }
        digest.update(bytes, offset, read);
        count += read;
        if (count == handle.length()) {
            checkEnd();
        }
        return read;
    }

    private void checkEnd() throws IOException {
        if (in.read() >= 0) {
            throw damaged("it is longer than " + handle.length() + " bytes");
        }
        String found = Sha256.hex(digest);
        if (!found.equals(handle.sha256())) {
            throw damaged("its SHA-256 is " + found + " (expected: " + handle.sha256() + ")");
        }
    }

    private IOException damaged(String how) {
        return new IOException(
                where + " is damaged: " + how + ". Restore from another checkpoint or savepoint.");
    }

    @Override
    public long skip(long bytes) throws IOException {
        byte[] skipped = new byte[(int) Math.max(0, Math.min(bytes, 8192))];
        return Math.max(0, read(skipped, 0, skipped.length));
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
