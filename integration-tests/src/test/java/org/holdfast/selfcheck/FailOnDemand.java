package org.holdfast.selfcheck;

import java.nio.file.Files;
import java.nio.file.Path;
import org.holdfast.api.MapFunction;

/** Fails one subtask when a local file is there, and removes the file. */
final class FailOnDemand implements MapFunction<Long, Long> {

    private static final long LOOK_NANOS = 10_000_000;

    private final Path file;
    private long looked = System.nanoTime();

    FailOnDemand(Path file) {
        this.file = file;
    }

    @Override
    public Long map(Long number) throws Exception {
        long now = System.nanoTime();
        if (now - looked >= LOOK_NANOS) {
            looked = now;
            // of all that look, one removes it
            if (Files.deleteIfExists(file)) {
                throw new IllegalStateException("told to fail, at number " + number);
            }
        }
        return number;
    }
}
