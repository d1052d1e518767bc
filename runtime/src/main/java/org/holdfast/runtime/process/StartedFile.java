package org.holdfast.runtime.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the script that started this process, and waits for it, that it has its ports and runs: by
 * a file that the system property {@value #PROPERTY} names.
 */
public final class StartedFile {

    /** System property. */
    public static final String PROPERTY = "holdfast.started.file";

    private static final Logger log = LoggerFactory.getLogger(StartedFile.class);

    private StartedFile() {}

    /** Writes it, if somebody waits. */
    public static void write() {
        String file = System.getProperty(PROPERTY, "");
        if (file.isEmpty()) {
            return;
        }
        try {
            Files.writeString(Path.of(file), "");
        } catch (IOException e) {
            log.warn("Whoever waits for {} is not told that this process runs", file, e);
        }
    }
}
