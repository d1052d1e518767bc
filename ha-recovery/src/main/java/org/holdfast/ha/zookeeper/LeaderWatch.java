package org.holdfast.ha.zookeeper;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher;
import org.holdfast.ha.leader.CoordinationReader;
import org.holdfast.ha.leader.PublishedLeader;
import org.holdfast.ha.zookeeper.NodeReader.Node;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the leader's node with a watch that is set again after every event and after every
 * reconnection; a new session starts without watches. Works on the store's watch thread, which
 * alone calls the listener.
 */
final class LeaderWatch implements CoordinationReader.Watch {

    private static final Logger log = LoggerFactory.getLogger(LeaderWatch.class);

    private final NodeReader nodes;
    private final String path;
    private final Consumer<Optional<PublishedLeader>> listener;
    private final ScheduledExecutorService thread;
    private final long retryMillis;
    private final Runnable stopHearingOfReconnections;

    // one object for all events: ZooKeeper keeps it once, however often it is set
    private final Watcher watcher = this::onEvent;

    // of the watch thread, as all that follow
    private Optional<PublishedLeader> told = Optional.empty();
    private boolean tellEvenTheSame = true;
    private boolean failing;

    private volatile boolean closed;

    /**
     * @param thread of the store's; runs one task at a time
     */
    LeaderWatch(
            ZooKeeperConnection connection,
            String path,
            Consumer<Optional<PublishedLeader>> listener,
            ScheduledExecutorService thread) {
        this.nodes = new NodeReader(connection);
        this.path = path;
        this.listener = listener;
        this.thread = thread;
        retryMillis = connection.settings().retryWait().toMillis();
        stopHearingOfReconnections = connection.whenReconnected(() -> submit(this::tellAgain));
        submit(this::refresh);
    }

    /** ZooKeeper's event thread. */
    private void onEvent(WatchedEvent event) {
        if (event.getType() != Watcher.Event.EventType.None) {
            submit(this::refresh);
        }
    }

    private void submit(Runnable work) {
        if (!closed) {
            try {
                thread.execute(work);
            } catch (RejectedExecutionException e) {
                log.debug("{} is watched no more: the store has been closed", path);
            }
        }
    }

    private void tellAgain() {
        tellEvenTheSame = true;
        refresh();
    }

    private void refresh() {
        if (closed) {
            return;
        }
        try {
            Optional<Node> node = nodes.watch(path, watcher);
            Optional<PublishedLeader> now = Optional.empty();
            if (node.isPresent()) {
                now = NodeText.published(path, node.get().data());
            }
            failing = false;
            tell(now);
        } catch (IOException e) {
            if (!failing && !closed && !thread.isShutdown()) {
                log.warn("Cannot tell where the leader is, trying on: {}", e.getMessage());
            }
            failing = true;
            retry();
        }
    }

    private void retry() {
        if (!closed) {
            try {
                thread.schedule(this::refresh, retryMillis, TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException e) {
                log.debug("{} is watched no more: the store has been closed", path);
            }
        }
    }

    // together with close: nothing is told once that has returned
    private synchronized void tell(Optional<PublishedLeader> now) {
        if (!closed && (tellEvenTheSame || !now.equals(told))) {
            told = now;
            tellEvenTheSame = false;
            listener.accept(now);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        stopHearingOfReconnections.run();
    }
}
