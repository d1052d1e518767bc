package org.holdfast.api;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.holdfast.api.SourceReader.Status;

/** Drives sources by hand. */
public final class Collected {

    private Collected() {}

    /** Everything a source puts out, read by one subtask from the given positions. */
    public static <T> List<T> readAll(SourceReader<T> reader, List<SplitPosition> from)
            throws IOException {
        List<T> records = new ArrayList<>();
        try (reader) {
            reader.open(from);
            while (reader.poll(records::add) != Status.FINISHED) {
                // bounded by the input: every poll reads on
            }
        }
        return records;
    }
}
