package org.holdfast.selfcheck;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.holdfast.api.OperatorContext;
import org.holdfast.api.Output;
import org.holdfast.api.Source;
import org.holdfast.api.SourceReader;
import org.holdfast.api.SourceSplit;
import org.holdfast.api.SplitPosition;
import org.holdfast.api.connector.GeneratorSource;
import org.holdfast.api.file.FileAccess;

/**
 * The numbers 0, 1, 2 and so on at a steady pace, until a local file says at which one to end: that
 * one and all behind it are left out. All subtasks must see the file before they are there.
 */
final class NumbersUntilTold implements Source<Long> {

    private final GeneratorSource<Long> numbers;
    private final Path endFile;

    /**
     * @param records how many there are if nobody says otherwise
     * @param perSecond of all subtasks together
     */
    NumbersUntilTold(long records, long perSecond, Path endFile) {
        this.numbers = GeneratorSource.numbered(Long::valueOf).count(records).perSecond(perSecond);
        this.endFile = endFile;
    }

    @Override
    public boolean isBounded() {
        return true;
    }

    @Override
    public List<SourceSplit> splits(int parallelism, FileAccess files) {
        return numbers.splits(parallelism, files);
    }

    @Override
    public SourceReader<Long> reader(OperatorContext context) {
        return new Reader(numbers.reader(context));
    }

    private final class Reader implements SourceReader<Long> {

        private static final long LOOK_NANOS = 20_000_000;

        private final SourceReader<Long> all;
        private long looked = System.nanoTime();
        private long end = Long.MAX_VALUE;
        private long highest = -1;

        Reader(SourceReader<Long> all) {
            this.all = all;
        }

        @Override
        public void open(List<SplitPosition> assigned) throws IOException {
            all.open(assigned);
            look();
        }

        @Override
        public Status poll(Output<Long> out) throws IOException {
            if (end == Long.MAX_VALUE && System.nanoTime() - looked >= LOOK_NANOS) {
                look();
                if (highest >= end) {
                    throw new IOException(
                            "told to end at number %d, but already at %d".formatted(end, highest));
                }
            }
            Status status =
                    all.poll(
                            number -> {
                                highest = number;
                                if (number < end) {
                                    out.emit(number);
                                }
                            });
            // each split's numbers come in order, and each subtask has one split
            return highest >= end ? Status.FINISHED : status;
        }

        private void look() throws IOException {
            looked = System.nanoTime();
            try {
                end = Long.parseLong(Files.readString(endFile).strip());
            } catch (NoSuchFileException e) {
                // not told yet
            }
        }

        @Override
        public List<SplitPosition> positions() {
            return all.positions();
        }

        @Override
        public long completedSize() {
            return all.completedSize();
        }

        @Override
        public void close() throws IOException {
            all.close();
        }
    }
}
