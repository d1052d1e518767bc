package org.holdfast.api.file;

import static java.util.Objects.requireNonNull;

/**
 * A file as listed.
 *
 * @param path fully qualified
 * @param length in bytes
 */
public record FileInfo(String path, long length) {

    public FileInfo {
        requireNonNull(path, "path");
    }
}
