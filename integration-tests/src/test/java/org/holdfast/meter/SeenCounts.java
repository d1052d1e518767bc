package org.holdfast.meter;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The highest count of each key that ever came out, of all subtasks and attempts: a mapped file,
 * which a kill -9 of the process does not take back. A key belongs to one subtask at a time.
 */
final class SeenCounts {

    private final MappedByteBuffer counts;

    /**
     * @param keys all keys are below
     */
    SeenCounts(Path file, int keys) throws IOException {
        try (FileChannel channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE)) {
            counts = channel.map(FileChannel.MapMode.READ_WRITE, 0, (long) keys * Long.BYTES);
        }
    }

    /**
     * Notes a record.
     *
     * @return whether it had come before
     */
    boolean seen(long key, long count) {
        int place = Math.toIntExact(key * Long.BYTES);
        if (count <= counts.getLong(place)) {
            return true;
        }
        counts.putLong(place, count);
        return false;
    }
}
