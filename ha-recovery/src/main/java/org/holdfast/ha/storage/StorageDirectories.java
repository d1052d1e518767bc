package org.holdfast.ha.storage;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.UnknownHostException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Opens storage directories anywhere on the file systems that Hadoop knows. Thread-safe. */
public final class StorageDirectories {

    private final Configuration hadoop;

    public StorageDirectories(Configuration hadoop) {
        this.hadoop = requireNonNull(hadoop, "hadoop");
    }

    /**
     * The directory at {@code path}, whether it exists or not. Blocks.
     *
     * @param path as a user wrote it, with or without a scheme
     * @throws IOException if it is not a path, or there is no such file system
     */
    public StorageDirectory at(String path) throws IOException {
        try {
            return StorageDirectory.open(new Path(path), hadoop);
        } catch (IllegalArgumentException e) {
            String reason =
                    e.getCause() instanceof UnknownHostException host
                            ? "there is no host '%s'".formatted(host.getMessage())
                            : e.getMessage();
            throw new IOException("'%s' cannot be used: %s".formatted(path, reason), e);
        }
    }
}
