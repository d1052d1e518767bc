package org.holdfast.runtime.network;

import java.io.IOException;

/** A channel whose producer is in this process: it reads the subpartition itself. */
final class LocalInputChannel implements InputChannel, SubpartitionReader {

    private final ChannelSource source;
    private final PartitionRegistry registry;
    private final ClassLoader consumerClasses;
    private final ReadyChannels ready;
    private final int index;

    private volatile Subpartition subpartition;
    private volatile boolean closed;

    LocalInputChannel(
            ChannelSource source,
            PartitionRegistry registry,
            ClassLoader consumerClasses,
            ReadyChannels ready,
            int index) {
        this.source = source;
        this.registry = registry;
        this.consumerClasses = consumerClasses;
        this.ready = ready;
        this.index = index;
    }

    @Override
    public void open() {
        registry.request(source.partition(), source.subpartition(), this);
    }

    @Override
    public Chunk poll() {
        Subpartition current = subpartition;
        return current == null ? null : current.poll(true);
    }

    @Override
    public boolean hasNext() {
        Subpartition current = subpartition;
        return current != null && current.hasNext(true);
    }

    @Override
    public void recycle(Chunk chunk) {
        subpartition.recycle(chunk);
    }

    @Override
    public boolean takesObjectsOf(ClassLoader producerClasses) {
        return producerClasses == consumerClasses;
    }

    @Override
    public void onAttached(Subpartition attached) {
        subpartition = attached;
        if (closed) {
            attached.detach();
        }
    }

    @Override
    public void onData() {
        ready.add(index);
    }

    @Override
    public void onFailure(IOException failure) {
        ready.fail(
                new IOException(
                        "input from " + source.address() + " failed: " + failure.getMessage(),
                        failure));
    }

    @Override
    public void close() {
        closed = true;
        registry.cancel(this);
        Subpartition current = subpartition;
        if (current != null) {
            current.detach();
        }
    }
}
