package org.holdfast.runtime.network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.holdfast.runtime.serialization.RecordSerializer;

/** A partition in this process, whoever reads it. */
final class BufferedPartition implements ResultPartition {

    /** What a subpartition may use beyond its permits. */
    private static final int OVERDRAFT = 1;

    private final PartitionSpec spec;
    private final ClassLoader classLoader;
    private final NetworkMemory memory;
    private final int reservedBuffers;
    private final Consumer<BufferedPartition> onClosed;
    private final Consumer<BufferedPartition> onReleased;
    private final ReentrantLock lock = new ReentrantLock();
    private final Subpartition[] subpartitions;
    private final SubpartitionWriter[] writers;

    private volatile int starvedSubpartitions;
    private volatile Runnable availabilityListener = () -> {};
    private volatile IOException failure;

    // Guarded by the lock.
    private boolean ended;
    private boolean closed;
    private boolean released;

    /**
     * Opens a partition.
     *
     * @param onClosed called once, when the producer has closed the partition after its end
     * @param onReleased called once, on any thread, when nothing of it is needed any more
     */
    BufferedPartition(
            PartitionSpec spec,
            RecordSerializer records,
            NetworkMemory memory,
            NetworkSettings settings,
            Consumer<BufferedPartition> onClosed,
            Consumer<BufferedPartition> onReleased) {
        this.spec = spec;
        this.classLoader = records.classLoader();
        this.memory = memory;
        this.onClosed = onClosed;
        this.onReleased = onReleased;
        int count = spec.subpartitions();
        int buffers =
                memory.reserve(
                        "partition " + spec.id(),
                        count,
                        settings.buffersPerChannel() + OVERDRAFT,
                        settings.maxBuffersPerChannel() + OVERDRAFT);
        this.reservedBuffers = buffers * count;
        this.starvedSubpartitions = count;
        this.subpartitions = new Subpartition[count];
        this.writers = new SubpartitionWriter[count];
        for (int i = 0; i < count; i++) {
            subpartitions[i] = new Subpartition(this, memory, buffers - OVERDRAFT);
            writers[i] =
                    new SubpartitionWriter(
                            subpartitions[i], memory, records, settings.maxRecordBytes());
        }
    }

    PartitionId id() {
        return spec.id();
    }

    boolean hasFailed() {
        return failure != null;
    }

    ClassLoader classLoader() {
        return classLoader;
    }

    ReentrantLock lock() {
        return lock;
    }

    // Producer's thread.

    @Override
    public void emit(Object value, int subpartition) throws InterruptedException {
        try {
            writers[subpartition].write(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void broadcast(Object value) throws InterruptedException {
        for (int i = 0; i < writers.length; i++) {
            emit(value, i);
        }
    }

    @Override
    public void broadcast(StreamEvent event) throws InterruptedException {
        flush();
        if (event instanceof EndOfInput) {
            lock.lock();
            try {
                ended = true;
            } finally {
                lock.unlock();
            }
        }
        Chunk.Event chunk = new Chunk.Event(event);
        for (Subpartition subpartition : subpartitions) {
            subpartition.addEvent(chunk);
        }
    }

    @Override
    public void flush() {
        for (SubpartitionWriter writer : writers) {
            writer.flush();
        }
    }

    @Override
    public boolean isAvailable() {
        return starvedSubpartitions == 0 || failure != null;
    }

    @Override
    public void onAvailable(Runnable listener) {
        availabilityListener = Objects.requireNonNull(listener, "listener");
    }

    @Override
    public void close() {
        boolean atEnd;
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            atEnd = ended || failure != null;
        } finally {
            lock.unlock();
        }
        for (SubpartitionWriter writer : writers) {
            writer.discard();
        }
        if (atEnd) {
            onClosed.accept(this);
            releaseIfDone();
        } else {
            fail(new IOException("its producer has stopped before the end"));
        }
    }

    // Any thread.

    @Override
    public void fail(Throwable cause) {
        lock.lock();
        try {
            if (failure != null || released) {
                return;
            }
            failure = new IOException(spec.id() + " failed: " + text(cause), cause);
        } finally {
            lock.unlock();
        }
        for (Subpartition subpartition : subpartitions) {
            SubpartitionReader reader = subpartition.end();
            if (reader != null) {
                reader.onFailure(failure);
            }
        }
        notifyAvailable();
        releaseIfDone();
    }

    private static String text(Throwable cause) {
        return cause instanceof IOException ? cause.getMessage() : cause.toString();
    }

    /** Connects a consumer, or tells it why not. */
    void attach(int subpartition, SubpartitionReader reader) {
        try {
            if (subpartition < 0 || subpartition >= subpartitions.length) {
                throw new IOException(
                        "no subpartition " + subpartition + ", it has " + subpartitions.length);
            }
            subpartitions[subpartition].attach(reader);
        } catch (IOException e) {
            reader.onFailure(new IOException(spec.id() + ": " + e.getMessage(), e));
        }
    }

    /** Gives up those consumers that have not come; the partition has ended. */
    void abandonUnattached() {
        for (Subpartition subpartition : subpartitions) {
            boolean attached;
            lock.lock();
            try {
                attached = subpartition.isAttached();
            } finally {
                lock.unlock();
            }
            if (!attached) {
                subpartition.end();
            }
        }
        releaseIfDone();
    }

    // Subpartitions.

    /** With the lock held. */
    void checkNotFailed() throws IOException {
        if (failure != null) {
            throw new IOException(failure.getMessage(), failure);
        }
    }

    /** With the lock held. */
    @SuppressWarnings("NonAtomicVolatileUpdate")
    void onStarved() {
        starvedSubpartitions++;
    }

    /** With the lock held. Returns whether the partition has become available. */
    @SuppressWarnings("NonAtomicVolatileUpdate")
    boolean onFed() {
        return --starvedSubpartitions == 0;
    }

    void notifyAvailable() {
        availabilityListener.run();
    }

    /** Frees the partition if its producer has closed it and all consumers are through. */
    void releaseIfDone() {
        lock.lock();
        try {
            if (released
                    || !closed
                    || !Arrays.stream(subpartitions).allMatch(Subpartition::isDone)) {
                return;
            }
            released = true;
        } finally {
            lock.unlock();
        }
        memory.unreserve(reservedBuffers);
        onReleased.accept(this);
    }
}
