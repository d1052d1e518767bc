package org.holdfast.runtime.benchmark;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.network.DataPlane;
import org.holdfast.runtime.network.NettyDataPlane;
import org.holdfast.runtime.network.NetworkSettings;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Records per second through source, keyBy and count, at parallelism 2. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 1, jvmArgs = "-Xmx1g")
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
public class DataPlaneBenchmark {

    private static final int PARALLELISM = 2;
    private static final int RECORDS = 2_000_000;

    public record Visit(long user, String page) {}

    private static final String[] PAGES = {"/", "/cart", "/search", "/products/1734"};

    /**
     * Where the subtasks are: in one process with two slots; in two processes of one slot, so that
     * half of the channels cross; sources in one and counters in the other, so that all do.
     */
    @Param({"one process", "two processes", "all remote"})
    public String layout;

    @Param({"1000", "1000000"})
    public int keys;

    @Param({"Long", "Visit"})
    public String type;

    private DataPlane first;
    private DataPlane second;
    private KeyedCount job;

    @Setup
    public void open() throws IOException {
        first = newPlane();
        second = newPlane();
        LongFunction<Object> newRecord =
                type.equals("Long")
                        ? Long::valueOf
                        : key -> new Visit(key, PAGES[(int) key % PAGES.length]);
        job =
                switch (layout) {
                    case "one process" ->
                            new KeyedCount(List.of(first, first), List.of(first, first), newRecord);
                    case "two processes" ->
                            new KeyedCount(
                                    List.of(first, second), List.of(first, second), newRecord);
                    default ->
                            new KeyedCount(
                                    List.of(first, first), List.of(second, second), newRecord);
                };
    }

    private static DataPlane newPlane() throws IOException {
        return new NettyDataPlane(
                "localhost", NetworkSettings.of(Configuration.empty()), "benchmark");
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public void keyedCount() throws Exception {
        job.run(RECORDS / PARALLELISM, keys);
    }

    @TearDown
    public void close() {
        if (job.total() % RECORDS != 0) {
            throw new IllegalStateException("records lost or doubled: " + job.total());
        }
        job.close();
        first.close();
        second.close();
    }
}
