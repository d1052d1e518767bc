package org.holdfast.runtime.benchmark;

import java.io.IOException;
import java.io.OutputStream;
import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.holdfast.api.state.ValueState;
import org.holdfast.runtime.serialization.KryoRecordSerializer;
import org.holdfast.runtime.state.KeyedSnapshot;
import org.holdfast.runtime.state.KeyedState;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A count per key on the heap, with random keys: the time of one count without snapshots, and with
 * one begun every million counts; how long a snapshot stops the operator; and how long another
 * thread takes to write it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class KeyedStateBenchmark {

    private static final int COUNTS = 1_000_000;

    @Param({"1000", "1000000"})
    public int keys;

    private final Long[] records = new Long[COUNTS];
    private KeyedState state;
    private ValueState<Long> count;

    @Setup
    public void fill() {
        state =
                new KeyedState(
                        "count",
                        0,
                        1,
                        new KryoRecordSerializer(getClass().getClassLoader()),
                        InstantSource.system());
        count = state.valueState("count");
        state.seal();
        Random random = new Random(1);
        Long[] distinct = new Long[keys];
        for (int key = 0; key < keys; key++) {
            distinct[key] = (long) key;
            state.setCurrentKey(distinct[key]);
            count.set(0L);
        }
        for (int i = 0; i < COUNTS; i++) {
            records[i] = distinct[random.nextInt(keys)];
        }
    }

    @Benchmark
    @OperationsPerInvocation(COUNTS)
    public void count() {
        for (Long key : records) {
            state.setCurrentKey(key);
            count.set(count.get() + 1);
        }
    }

    @Benchmark
    @OperationsPerInvocation(COUNTS)
    public void countWithASnapshotPerMillion() {
        KeyedSnapshot snapshot = state.snapshot();
        count();
        snapshot.release();
    }

    @Benchmark
    public void pauseOfASnapshot() {
        state.snapshot().release();
    }

    @Benchmark
    public void write() throws IOException {
        KeyedSnapshot snapshot = state.snapshot();
        snapshot.writeTo(OutputStream.nullOutputStream());
        snapshot.release();
    }
}
