package org.holdfast.runtime.process;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import org.holdfast.api.file.FileAccess;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the default file system one question as soon as a TaskManager starts. The first use of HDFS
 * in a JVM loads and connects for longer than everything else takes until a task runs; a spare
 * TaskManager is to have that behind it when it is needed.
 */
final class FileSystemWarmUp implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(FileSystemWarmUp.class);

    private final FileAccess files;

    FileSystemWarmUp(FileAccess files) {
        this.files = requireNonNull(files, "files");
    }

    /** Begins, on a thread of its own that keeps no process alive; ends with the answer. */
    static Thread start(FileAccess files) {
        Thread thread = new Thread(new FileSystemWarmUp(files), "file-system-warm-up");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    @Override
    public void run() {
        long begun = System.nanoTime();
        try {
            files.exists("/");
            log.info(
                    "The default file system answers, {} ms after it was asked first",
                    (System.nanoTime() - begun) / 1_000_000);
        } catch (IOException | RuntimeException e) {
            // no failure of this process: a task that needs the file system will tell
            log.warn("The default file system does not answer yet: {}", e.toString());
        }
    }
}
