package org.holdfast.meter;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.LongSupplier;

/**
 * Watches what one attempt of one sink subtask puts out, and writes it into a file of its own, a
 * line for each tenth of a second. One thread calls all methods, the task's own: what it waits for
 * is a pause that is measured.
 */
public final class Meter implements AutoCloseable {

    private static final long BUCKET_NANOS = 100_000_000;

    private final LongSupplier nanoClock;
    private final SeenCounts seen;
    private final BufferedWriter out;
    private long first;
    private long last;
    private long records;
    private long longestGap;
    private long again;

    Meter(LongSupplier nanoClock, SeenCounts seen, BufferedWriter out) {
        this.nanoClock = nanoClock;
        this.seen = seen;
        this.out = out;
    }

    /**
     * Begins to measure.
     *
     * @param folder a local one, which there is; the same for all subtasks and attempts
     * @param keys all keys are below
     */
    public static Meter open(Path folder, int subtask, int attempt, int keys) throws IOException {
        String name =
                MeterFiles.name(subtask, attempt, ProcessHandle.current().pid(), System.nanoTime());
        return new Meter(
                System::nanoTime,
                new SeenCounts(folder.resolve(MeterFiles.SEEN), keys),
                Files.newBufferedWriter(folder.resolve(name), StandardOpenOption.CREATE_NEW));
    }

    /**
     * A record comes out.
     *
     * @param count which record of its key it is, 1 for the first
     */
    public void record(long key, long count) throws IOException {
        long now = nanoClock.getAsLong();
        if (records > 0 && now - first >= BUCKET_NANOS) {
            write();
        }
        if (records == 0) {
            first = now;
        } else {
            longestGap = Math.max(longestGap, now - last);
        }
        last = now;
        records++;
        if (seen.seen(key, count)) {
            again++;
        }
    }

    private void write() throws IOException {
        out.write(new Bucket(first, last, records, longestGap, again).toString());
        out.newLine();
        out.flush();
        records = 0;
        longestGap = 0;
        again = 0;
    }

    @Override
    public void close() throws IOException {
        if (records > 0) {
            write();
        }
        out.close();
    }
}
