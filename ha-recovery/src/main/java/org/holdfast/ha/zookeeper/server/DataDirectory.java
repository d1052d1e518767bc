package org.holdfast.ha.zookeeper.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where a server's transactions and snapshots are: its own, for good. */
final class DataDirectory {

    private static final Logger log = LoggerFactory.getLogger(DataDirectory.class);
    private static final String MY_ID = "myid";
    private static final String TEMPORARY = "/tmp";

    private DataDirectory() {}

    /**
     * Makes the directory and writes which server's it is.
     *
     * @throws InvalidZooCfgException if it is another server's
     * @throws IOException if it cannot be written
     */
    static void claim(Path directory, ServerLine server)
            throws IOException, InvalidZooCfgException {
        Path file = directory.resolve(MY_ID);
        try {
            Files.createDirectories(directory);
            if (Files.exists(file)) {
                requireSame(file, server);
            } else {
                Files.writeString(file, server.id() + "\n");
            }
        } catch (IOException e) {
            throw new IOException(
                    "The data directory %s of %s cannot be used (%s). Make it writable, or set dataDir in zoo.cfg to another."
                            .formatted(directory, server.name(), e),
                    e);
        }
        if (directory.startsWith(TEMPORARY)) {
            log.warn(
                    "The data directory {} is below {}, which systems empty: what ZooKeeper knows of all jobs goes with it",
                    directory,
                    TEMPORARY);
        }
    }

    private static void requireSame(Path file, ServerLine server)
            throws IOException, InvalidZooCfgException {
        String found = Files.readString(file).strip();
        if (!found.equals(Integer.toString(server.id()))) {
            throw new InvalidZooCfgException(
                    "%s says '%s', but this is %s: the directory is another server's. Correct the id, or set dataDir in zoo.cfg to a directory of its own."
                            .formatted(file, found, server.name()));
        }
    }
}
