package org.holdfast.api.file;

import java.util.ArrayList;
import java.util.List;
import org.holdfast.api.SourceSplit;

/**
 * Some bytes of a file.
 *
 * @param start first byte
 * @param end behind the last byte
 */
record FileRange(String path, long start, long end) {

    /** Divides a file into ranges of about equal length, none longer than {@code size}. */
    static List<FileRange> divide(FileInfo file, long size) {
        List<FileRange> ranges = new ArrayList<>();
        long number = SplitSize.ceilDiv(file.length(), size);
        long start = 0;
        for (long left = number; left > 0; left--) {
            long end = start + SplitSize.ceilDiv(file.length() - start, left);
            ranges.add(new FileRange(file.path(), start, end));
            start = end;
        }
        return ranges;
    }

    static FileRange of(SourceSplit split) {
        String[] parts = split.descriptor().split(" ", 3);
        if (parts.length != 3) {
            throw new IllegalArgumentException(
                    "file split: '" + split.descriptor() + "' (expected: START END PATH)");
        }
        return new FileRange(parts[2], Long.parseLong(parts[0]), Long.parseLong(parts[1]));
    }

    SourceSplit toSplit() {
        return new SourceSplit(path + "@" + start, start + " " + end + " " + path, end - start);
    }
}
