package org.holdfast.runtime.network;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;
import org.holdfast.runtime.network.Chunk.Extent;

/**
 * A channel whose producer is in another process. It owns a number of buffers: the producer has
 * credit for those that are free.
 */
final class RemoteInputChannel implements InputChannel {

    /** Events need no credit; a producer that sends so many unread ones is out of its mind. */
    private static final int MAX_EVENTS = 4096;

    private final ChannelSource source;
    private final ProducerConnection connection;
    private final int number;
    private final NetworkMemory memory;
    private final int buffers;
    private final ReadyChannels ready;
    private final int index;

    private final AtomicInteger granted;

    // Guarded by the queue.
    private final Deque<Chunk> queue = new ArrayDeque<>();
    private int queuedEvents;
    private boolean closed;

    // Event loop.
    private boolean ended;

    // Consumer's thread.
    private int returned;

    /**
     * A channel that is not open yet.
     *
     * @param buffers that are reserved for it
     * @param index of the channel in its gate
     */
    RemoteInputChannel(
            ChannelSource source,
            ProducerConnection connection,
            NetworkMemory memory,
            int buffers,
            ReadyChannels ready,
            int index) {
        this.source = source;
        this.connection = connection;
        this.number = connection.nextChannel();
        this.memory = memory;
        this.buffers = buffers;
        this.ready = ready;
        this.index = index;
        this.granted = new AtomicInteger(buffers);
    }

    ChannelSource source() {
        return source;
    }

    int number() {
        return number;
    }

    int buffers() {
        return buffers;
    }

    // Consumer's thread.

    @Override
    public void open() {
        connection.open(this);
    }

    @Override
    public Chunk poll() {
        synchronized (queue) {
            Chunk chunk = queue.poll();
            if (chunk instanceof Chunk.Event) {
                queuedEvents--;
            }
            return chunk;
        }
    }

    @Override
    public boolean hasNext() {
        synchronized (queue) {
            return !queue.isEmpty();
        }
    }

    @Override
    public void recycle(Chunk chunk) {
        memory.free(chunk);
        if (chunk instanceof Chunk.Bytes && ++returned * 2 >= buffers) {
            granted.addAndGet(returned);
            connection.grant(this, returned);
            returned = 0;
        }
    }

    @Override
    public void close() {
        synchronized (queue) {
            if (closed) {
                return;
            }
            closed = true;
            queue.forEach(memory::free);
            queue.clear();
        }
        connection.close(this);
    }

    // Event loop.

    /** Takes the records that the rest of {@code frame} is. */
    void onData(Extent extent, ByteBuf frame) throws ProtocolException {
        int length = frame.readableBytes();
        if (ended || length > NetworkMemory.BUFFER_BYTES || granted.decrementAndGet() < 0) {
            throw new ProtocolException(
                    "data after the end, without credit, or too much, for " + source.partition());
        }
        byte[] buffer = memory.take();
        frame.readBytes(buffer, 0, length);
        add(new Chunk.Bytes(buffer, length, extent));
    }

    void onEvent(StreamEvent event) throws ProtocolException {
        if (ended) {
            throw new ProtocolException("an event after the end of " + source.partition());
        }
        ended = event instanceof EndOfInput;
        add(new Chunk.Event(event));
    }

    /** With the queue's lock held. */
    private void countEvent(Chunk.Event event) throws ProtocolException {
        if (event.replaces(queue.peekLast())) {
            queue.removeLast();
        } else if (++queuedEvents > MAX_EVENTS) {
            throw new ProtocolException(
                    "more than " + MAX_EVENTS + " unread events for " + source.partition());
        }
    }

    private void add(Chunk chunk) throws ProtocolException {
        synchronized (queue) {
            if (closed) {
                memory.free(chunk);
                return;
            }
            if (chunk instanceof Chunk.Event event) {
                countEvent(event);
            }
            queue.add(chunk);
        }
        ready.add(index);
    }

    boolean hasEnded() {
        return ended;
    }

    /** The producer or the connection has failed; of no interest after the end. */
    void onFailure(String reason) {
        if (!ended) {
            ended = true;
            ready.fail(
                    new IOException(
                            "input from "
                                    + source.address()
                                    + " failed: "
                                    + (reason.contains(source.partition().toString())
                                            ? reason
                                            : source.partition() + ": " + reason)));
        }
    }
}
