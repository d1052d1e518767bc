package org.holdfast.runtime.network;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The partitions of this process, and the consumers that came before their producer. Each waits for
 * the other for a bounded time. Thread-safe.
 */
final class PartitionRegistry {

    private static final Logger log = LoggerFactory.getLogger(PartitionRegistry.class);

    private record Request(int subpartition, SubpartitionReader reader, Future<?> timeout) {}

    private final ScheduledExecutorService timer;
    private final Duration timeout;

    // Guarded by this.
    private final Map<PartitionId, BufferedPartition> partitions = new HashMap<>();
    private final Map<PartitionId, List<Request>> waiting = new HashMap<>();
    private String closedBecause;

    PartitionRegistry(ScheduledExecutorService timer, Duration timeout) {
        this.timer = timer;
        this.timeout = timeout;
    }

    /**
     * Makes a partition known.
     *
     * @throws IllegalStateException if its id is taken, or the data plane is closed
     */
    void add(BufferedPartition partition) {
        List<Request> requests;
        synchronized (this) {
            if (closedBecause != null) {
                throw new IllegalStateException(closedBecause);
            }
            if (partitions.putIfAbsent(partition.id(), partition) != null) {
                throw new IllegalStateException("partition " + partition.id() + " is open already");
            }
            requests = waiting.remove(partition.id());
        }
        if (requests != null) {
            for (Request request : requests) {
                request.timeout().cancel(false);
                partition.attach(request.subpartition(), request.reader());
            }
        }
    }

    /** Connects a reader, now or when its partition is there, or tells it why not. */
    void request(PartitionId id, int subpartition, SubpartitionReader reader) {
        BufferedPartition partition;
        String refusal;
        synchronized (this) {
            refusal = closedBecause;
            partition = partitions.get(id);
            if (partition == null && refusal == null) {
                Future<?> expiry =
                        timer.schedule(
                                () -> expire(id, reader),
                                timeout.toMillis(),
                                TimeUnit.MILLISECONDS);
                waiting.computeIfAbsent(id, unused -> new ArrayList<>())
                        .add(new Request(subpartition, reader, expiry));
                return;
            }
        }
        if (refusal != null) {
            reader.onFailure(new IOException(refusal));
        } else {
            partition.attach(subpartition, reader);
        }
    }

    private void expire(PartitionId id, SubpartitionReader reader) {
        if (cancel(reader)) {
            reader.onFailure(
                    new IOException(
                            id
                                    + " was not opened by its producer within "
                                    + timeout.toMillis()
                                    + " ms (taskmanager.network.partition-request-timeout)"));
        }
    }

    /** Forgets a reader that waits. Returns whether it did. */
    synchronized boolean cancel(SubpartitionReader reader) {
        Iterator<List<Request>> lists = waiting.values().iterator();
        while (lists.hasNext()) {
            List<Request> requests = lists.next();
            for (Request request : requests) {
                if (request.reader() == reader) {
                    request.timeout().cancel(false);
                    requests.remove(request);
                    if (requests.isEmpty()) {
                        lists.remove();
                    }
                    return true;
                }
            }
        }
        return false;
    }

    /** The producer has closed the partition: consumers that have not come must come soon. */
    void onClosed(BufferedPartition partition) {
        afterTimeout(partition::abandonUnattached);
    }

    /** The partition is not needed any more, except to say why it failed. */
    void onReleased(BufferedPartition partition) {
        if (partition.hasFailed()) {
            afterTimeout(() -> remove(partition));
        } else {
            remove(partition);
        }
    }

    private void afterTimeout(Runnable action) {
        synchronized (this) {
            if (closedBecause == null) {
                timer.schedule(action, timeout.toMillis(), TimeUnit.MILLISECONDS);
                return;
            }
        }
        action.run();
    }

    private synchronized void remove(BufferedPartition partition) {
        partitions.remove(partition.id(), partition);
        log.debug("Released partition {}", partition.id());
    }

    /** Fails all partitions and requests, and those to come. */
    void close(String because) {
        List<BufferedPartition> open;
        List<Request> requests = new ArrayList<>();
        synchronized (this) {
            closedBecause = because;
            open = List.copyOf(partitions.values());
            waiting.values().forEach(requests::addAll);
            waiting.clear();
        }
        for (Request request : requests) {
            request.timeout().cancel(false);
            request.reader().onFailure(new IOException(because));
        }
        open.forEach(partition -> partition.fail(new IOException(because)));
    }
}
