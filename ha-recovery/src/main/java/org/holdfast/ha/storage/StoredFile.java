package org.holdfast.ha.storage;

import static java.util.Objects.requireNonNull;

/**
 * A file as a listing shows it.
 *
 * @param name relative to the directory that was listed
 * @param length in bytes; while it is being written, what is known so far
 * @param modifiedMillis when it was written last, by the file system's clock, in milliseconds since
 *     1970
 */
public record StoredFile(String name, long length, long modifiedMillis) {

    public StoredFile {
        requireNonNull(name, "name");
    }
}
