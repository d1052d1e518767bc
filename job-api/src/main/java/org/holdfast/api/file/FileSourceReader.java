package org.holdfast.api.file;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.holdfast.api.Output;
import org.holdfast.api.SourceReader;
import org.holdfast.api.SplitPosition;

/** Reads the splits of a {@link FileSource} one after the other. Offsets count bytes. */
final class FileSourceReader implements SourceReader<String> {

    private final FileAccess files;
    private final List<LineReader> splits = new ArrayList<>();
    private int current;

    FileSourceReader(FileAccess files) {
        this.files = files;
    }

    @Override
    public void open(List<SplitPosition> assigned) {
        for (SplitPosition position : assigned) {
            splits.add(new LineReader(files, position));
        }
    }

    @Override
    public Status poll(Output<String> out) throws IOException {
        if (current < splits.size() && !splits.get(current).readBlock(out)) {
            splits.get(current).close();
            current++;
        }
        return current < splits.size() ? Status.MORE : Status.FINISHED;
    }

    @Override
    public List<SplitPosition> positions() {
        return splits.stream().map(LineReader::position).toList();
    }

    @Override
    public long completedSize() {
        return splits.stream().mapToLong(LineReader::completedSize).sum();
    }

    @Override
    public void close() throws IOException {
        if (current < splits.size()) {
            splits.get(current).close();
        }
    }
}
