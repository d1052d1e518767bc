package org.holdfast.yarn.am;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.util.ShutdownHookManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The application's own files on the cluster's file system: what containers are started with, and
 * without high availability the jars of its jobs. They go with the application, never before: the
 * next attempt is started with them. A client that kills the application deletes them, too.
 */
final class ApplicationFiles {

    private static final Logger LOG = LoggerFactory.getLogger(ApplicationFiles.class);

    private final Path directory;
    private final Configuration hadoop;

    ApplicationFiles(URI directory, Configuration hadoop) {
        this.directory = new Path(directory);
        this.hadoop = requireNonNull(hadoop, "hadoop");
    }

    /** Deletes them when this process ends, as long as it gets a moment for that. */
    void deleteOnExit() {
        // before the file systems are closed by their own hook
        ShutdownHookManager.get()
                .addShutdownHook(this::delete, FileSystem.SHUTDOWN_HOOK_PRIORITY + 10);
    }

    /** Deletes them. What fails is logged only. */
    void delete() {
        try {
            if (directory.getFileSystem(hadoop).delete(directory, true)) {
                LOG.info("Deleted {}", directory);
            }
        } catch (IOException e) {
            LOG.warn("{} could not be deleted", directory, e);
        }
    }
}
