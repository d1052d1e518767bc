package org.holdfast.runtime.network;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A consumer in another process, as the producer's side sees it: reads its subpartition as far as
 * its credit goes. Its fields belong to the connection's event loop.
 */
final class RemoteReader implements SubpartitionReader {

    private final ConsumerConnection connection;
    private final int channel;
    private final AtomicBoolean awake = new AtomicBoolean();

    private Subpartition subpartition;
    private int credit;
    private boolean queued;
    private boolean closed;

    RemoteReader(ConsumerConnection connection, int channel, int credit) {
        this.connection = connection;
        this.channel = channel;
        this.credit = credit;
    }

    int channel() {
        return channel;
    }

    // Any thread.

    @Override
    public boolean takesObjectsOf(ClassLoader producerClasses) {
        return false;
    }

    @Override
    public void onAttached(Subpartition attached) {
        connection.execute(
                () -> {
                    subpartition = attached;
                    if (closed) {
                        attached.detach();
                    }
                });
    }

    @Override
    public void onData() {
        if (awake.compareAndSet(false, true)) {
            connection.execute(
                    () -> {
                        awake.set(false);
                        connection.send(this);
                    });
        }
    }

    @Override
    public void onFailure(IOException failure) {
        connection.execute(() -> connection.sendFailure(this, failure));
    }

    // Event loop.

    /** Enters the queue of readers that may have something to send; false if it is there. */
    boolean enqueue() {
        boolean entered = !queued && !closed;
        queued |= entered;
        return entered;
    }

    /** Leaves the queue with what is to be sent next, or null. */
    Chunk poll() {
        queued = false;
        if (subpartition == null || closed) {
            return null;
        }
        Chunk chunk = subpartition.poll(credit > 0);
        if (chunk instanceof Chunk.Bytes) {
            credit--;
        }
        return chunk;
    }

    boolean hasNext() {
        return subpartition != null && !closed && subpartition.hasNext(credit > 0);
    }

    void recycle(Chunk chunk) {
        subpartition.recycle(chunk);
    }

    void addCredit(int more) {
        credit = Math.addExact(credit, more);
    }

    /** Gives the subpartition up. Returns whether it had one. */
    boolean close() {
        closed = true;
        if (subpartition != null) {
            subpartition.detach();
        }
        return subpartition != null;
    }
}
