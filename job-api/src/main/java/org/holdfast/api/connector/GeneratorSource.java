package org.holdfast.api.connector;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import org.holdfast.api.InvalidJobException;
import org.holdfast.api.OperatorContext;
import org.holdfast.api.Source;
import org.holdfast.api.SourceReader;
import org.holdfast.api.SourceSplit;
import org.holdfast.api.file.FileAccess;

/**
 * Makes records of the numbers 0, 1, 2, and so on: all of them, as fast as it can, unless told
 * otherwise.
 *
 * <p>With n subtasks, split r holds the numbers r, r + n, r + 2n, in this order.
 */
public final class GeneratorSource<T> implements Source<T> {

    private final LongFunction<? extends T> records;
    private final long count;
    private final long recordsPerSecond;
    private final LongSupplier nanoClock;

    /**
     * @param count of all records; {@link Long#MAX_VALUE} for no end
     * @param recordsPerSecond of all subtasks together; {@link Long#MAX_VALUE} for no limit
     * @param nanoClock monotonic, in nanoseconds
     */
    GeneratorSource(
            LongFunction<? extends T> records,
            long count,
            long recordsPerSecond,
            LongSupplier nanoClock) {
        this.records = requireNonNull(records, "records");
        this.count = count;
        this.recordsPerSecond = recordsPerSecond;
        this.nanoClock = requireNonNull(nanoClock, "nanoClock");
    }

    /**
     * A source without an end.
     *
     * @param records makes the record of a number; the same one whenever it is asked
     */
    public static <T> GeneratorSource<T> numbered(LongFunction<? extends T> records) {
        return new GeneratorSource<>(records, Long.MAX_VALUE, Long.MAX_VALUE, System::nanoTime);
    }

    /**
     * The same source, with an end.
     *
     * @param records how many there are: the last number is one less
     */
    public GeneratorSource<T> count(long records) {
        if (records < 0) {
            throw new InvalidJobException(
                    "Number of generated records: " + records + " (expected: >= 0).");
        }
        return new GeneratorSource<>(this.records, records, recordsPerSecond, nanoClock);
    }

    /**
     * The same source, at a steady pace. A subtask that was held up catches up by at most a second.
     *
     * @param records how many all subtasks together put out in a second, at most
     */
    public GeneratorSource<T> perSecond(long records) {
        if (records < 1) {
            throw new InvalidJobException(
                    "Generated records per second: " + records + " (expected: >= 1).");
        }
        return new GeneratorSource<>(this.records, count, records, nanoClock);
    }

    @Override
    public boolean isBounded() {
        return count < Long.MAX_VALUE;
    }

    @Override
    public List<SourceSplit> splits(int parallelism, FileAccess files) {
        List<SourceSplit> splits = new ArrayList<>();
        for (int first = 0; first < parallelism; first++) {
            NumberClass numbers = new NumberClass(first, parallelism);
            long size = isBounded() ? numbers.sizeBelow(count) : 0;
            splits.add(new SourceSplit("numbers " + numbers, numbers.toString(), size));
        }
        return splits;
    }

    @Override
    public SourceReader<T> reader(OperatorContext context) {
        return new GeneratorReader<>(records, count, recordsPerSecond, nanoClock);
    }
}
