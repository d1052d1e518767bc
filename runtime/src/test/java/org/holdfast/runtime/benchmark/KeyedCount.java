package org.holdfast.runtime.benchmark;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.LongFunction;
import org.holdfast.runtime.jobgraph.JobId;
import org.holdfast.runtime.network.ChannelSource;
import org.holdfast.runtime.network.DataPlane;
import org.holdfast.runtime.network.EndOfInput;
import org.holdfast.runtime.network.InputGate;
import org.holdfast.runtime.network.InputReceiver;
import org.holdfast.runtime.network.PartitionId;
import org.holdfast.runtime.network.PartitionSpec;
import org.holdfast.runtime.network.ResultPartition;
import org.holdfast.runtime.network.StreamEvent;
import org.holdfast.runtime.serialization.KryoRecordSerializer;
import org.holdfast.runtime.serialization.RecordSerializer;
import org.holdfast.runtime.state.KeyGroups;
import org.holdfast.runtime.task.ExecutionAttemptId;

/**
 * Source, keyBy, count, over data planes and without the rest of a task: each source puts out
 * records with random keys, each counter counts those of its keys in a hash map.
 */
final class KeyedCount implements AutoCloseable {

    private final List<DataPlane> sourcePlanes;
    private final List<DataPlane> counterPlanes;
    private final LongFunction<Object> newRecord;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Map<Object, Count>> counts = new ArrayList<>();
    private int run;

    private static final class Count {
        long value;
    }

    /**
     * Runs source i on the i-th of {@code sourcePlanes}, counter i on the i-th of {@code
     * counterPlanes}.
     *
     * @param newRecord makes a record of a key; it is its own key
     */
    KeyedCount(
            List<DataPlane> sourcePlanes,
            List<DataPlane> counterPlanes,
            LongFunction<Object> newRecord) {
        this.sourcePlanes = sourcePlanes;
        this.counterPlanes = counterPlanes;
        this.newRecord = newRecord;
        counterPlanes.forEach(plane -> counts.add(new HashMap<>()));
    }

    /** Lets each source put out so many records, and waits until they are counted. */
    void run(int recordsPerSource, int keys) throws InterruptedException, ExecutionException {
        run++;
        JobId job = JobId.random();
        List<Future<?>> tasks = new ArrayList<>();
        for (int i = 0; i < sourcePlanes.size(); i++) {
            ResultPartition partition =
                    sourcePlanes
                            .get(i)
                            .openPartition(
                                    new PartitionSpec(id(job, i), counterPlanes.size()),
                                    newRecords());
            long seed = run * 31L + i + 1;
            tasks.add(threads.submit(() -> source(partition, recordsPerSource, keys, seed)));
        }
        for (int i = 0; i < counterPlanes.size(); i++) {
            int counter = i;
            tasks.add(threads.submit(() -> count(job, counter)));
        }
        for (Future<?> task : tasks) {
            task.get();
        }
    }

    private static PartitionId id(JobId job, int source) {
        return new PartitionId(new ExecutionAttemptId(job, 0, source, 0), 0);
    }

    private static RecordSerializer newRecords() {
        return new KryoRecordSerializer(KeyedCount.class.getClassLoader());
    }

    private Void source(ResultPartition partition, int records, int keys, long seed)
            throws InterruptedException {
        int counters = counterPlanes.size();
        long random = seed * 0x9E3779B97F4A7C15L;
        for (int i = 0; i < records; i++) {
            random ^= random << 13;
            random ^= random >>> 7;
            random ^= random << 17;
            Object record = newRecord.apply((random >>> 1) % keys);
            partition.emit(record, KeyGroups.subtaskOf(KeyGroups.of(record), counters));
        }
        partition.broadcast(new EndOfInput());
        partition.close();
        return null;
    }

    private Void count(JobId job, int counter) throws Exception {
        List<ChannelSource> sources = new ArrayList<>();
        for (int i = 0; i < sourcePlanes.size(); i++) {
            sources.add(new ChannelSource(id(job, i), counter, sourcePlanes.get(i).address()));
        }
        Map<Object, Count> counted = counts.get(counter);
        Semaphore available = new Semaphore(0);
        InputReceiver receiver =
                new InputReceiver() {
                    @Override
                    public void onRecord(Object value, int channel) {
                        counted.computeIfAbsent(value, key -> new Count()).value++;
                    }

                    @Override
                    public void onEvent(StreamEvent event, int channel) {}
                };
        try (InputGate gate =
                counterPlanes.get(counter).openGate(sources, newRecords(), available::release)) {
            while (!gate.isFinished()) {
                if (!gate.poll(receiver)) {
                    available.acquire();
                    available.drainPermits();
                }
            }
        }
        return null;
    }

    /** Records counted so far. */
    long total() {
        return counts.stream()
                .flatMap(counted -> counted.values().stream())
                .mapToLong(count -> count.value)
                .sum();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
