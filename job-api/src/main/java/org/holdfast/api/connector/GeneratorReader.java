package org.holdfast.api.connector;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import org.holdfast.api.Output;
import org.holdfast.api.SourceReader;
import org.holdfast.api.SourceSplit;
import org.holdfast.api.SplitPosition;

/** Reads the splits of a {@link GeneratorSource}. Offsets count records. */
final class GeneratorReader<T> implements SourceReader<T> {

    /** Records of one split per poll: well below a millisecond of work. */
    private static final int BATCH = 256;

    private final LongFunction<? extends T> records;
    private final long count;
    private final long recordsPerSecond;
    private final LongSupplier nanoClock;
    private final List<Progress> splits = new ArrayList<>();

    GeneratorReader(
            LongFunction<? extends T> records,
            long count,
            long recordsPerSecond,
            LongSupplier nanoClock) {
        this.records = records;
        this.count = count;
        this.recordsPerSecond = recordsPerSecond;
        this.nanoClock = nanoClock;
    }

    @Override
    public void open(List<SplitPosition> assigned) {
        for (SplitPosition position : assigned) {
            splits.add(new Progress(position));
        }
    }

    @Override
    public Status poll(Output<T> out) {
        boolean finished = true;
        boolean more = false;
        for (Progress split : splits) {
            if (split.offset < split.end) {
                long due = split.pace.due();
                int batch = (int) Math.min(Math.min(due, BATCH), split.end - split.offset);
                for (int i = 0; i < batch; i++) {
                    out.emit(records.apply(split.numbers.at(split.offset)));
                    split.offset++;
                }
                split.pace.used(batch);
                finished &= split.offset == split.end;
                more |= split.offset < split.end && due > batch;
            }
        }
        if (finished) {
            return Status.FINISHED;
        }
        return more ? Status.MORE : Status.WAITING;
    }

    @Override
    public List<SplitPosition> positions() {
        return splits.stream().map(p -> new SplitPosition(p.split, p.offset)).toList();
    }

    @Override
    public long completedSize() {
        return splits.stream().mapToLong(split -> split.offset).sum();
    }

    @Override
    public void close() {}

    private final class Progress {

        private final SourceSplit split;
        private final NumberClass numbers;
        private final long end;
        private final Pace pace;
        private long offset;

        Progress(SplitPosition position) {
            split = position.split();
            offset = position.offset();
            numbers = NumberClass.parse(split.descriptor());
            end = numbers.sizeBelow(count);
            pace =
                    recordsPerSecond == Long.MAX_VALUE
                            ? Pace.UNLIMITED
                            : new SteadyPace((double) recordsPerSecond / numbers.step(), nanoClock);
        }
    }
}
