package org.holdfast.ha.store;

import static java.util.Objects.requireNonNull;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.UUID;
import java.util.regex.Pattern;
import org.holdfast.ha.storage.Sha256;
import org.holdfast.ha.storage.StorageDirectory;

/**
 * Jars, named after their content's SHA-256 (64 lower-case hexadecimal digits; anything else is
 * refused with an {@link IllegalArgumentException}). A blob is stored once, whoever sends it, and
 * never changes. Thread-safe, also across processes; all calls block.
 */
public final class BlobStore {

    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
    private static final String STORED = "U1";

    private final StorageDirectory directory;

    public BlobStore(StorageDirectory directory) {
        this.directory = requireNonNull(directory, "directory");
    }

    /**
     * Stores a blob. Its content is checked while it is written, and it gets its name only when it
     * is complete: whoever finds a blob finds all of it.
     *
     * @param content read to its end, but not closed; left unread if the blob is there already
     * @return false if the blob was there already
     * @throws DigestMismatchException if the content is another
     */
    public boolean put(String digest, InputStream content) throws IOException {
        String name = name(digest);
        if (directory.exists(name)) {
            return false;
        }
        String upload = "uploads/" + UUID.randomUUID();
        try {
            write(digest, content, upload);
            if (directory.rename(upload, name)) {
                FaultSteps.hit(STORED);
                return true;
            }
        } catch (IOException | RuntimeException e) {
            removeAfter(e, upload);
            throw e;
        }
        directory.delete(upload);
        return false;
    }

    private void removeAfter(Exception failure, String upload) {
        try {
            directory.delete(upload);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    private void write(String digest, InputStream content, String upload) throws IOException {
        MessageDigest sha256 = Sha256.newDigest();
        long bytes;
        try (OutputStream file = directory.create(upload)) {
            bytes = content.transferTo(new DigestOutputStream(file, sha256));
        }
        String actual = Sha256.hex(sha256);
        if (!actual.equals(digest)) {
            throw new DigestMismatchException(digest, actual, bytes);
        }
    }

    /** Whether the blob is there. */
    public boolean contains(String digest) throws IOException {
        return directory.exists(name(digest));
    }

    /**
     * Opens a blob for reading.
     *
     * @throws FileNotFoundException if there is none
     */
    public InputStream open(String digest) throws IOException {
        return directory.open(name(digest));
    }

    /**
     * Removes a blob.
     *
     * @return false if there was none
     */
    public boolean delete(String digest) throws IOException {
        return directory.delete(name(digest));
    }

    /** Where the blob is, or would be, for any process that knows the file system. */
    public URI uri(String digest) {
        return directory.uri(name(digest));
    }

    /**
     * The same digest.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static String requireDigest(String digest) {
        if (!DIGEST.matcher(digest).matches()) {
            throw new IllegalArgumentException(
                    "blob: '"
                            + digest
                            + "' (expected: SHA-256 as 64 lower-case hexadecimal digits)");
        }
        return digest;
    }

    private static String name(String digest) {
        return "blobs/" + requireDigest(digest);
    }
}
