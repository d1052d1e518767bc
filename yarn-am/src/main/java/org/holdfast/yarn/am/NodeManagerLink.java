package org.holdfast.yarn.am;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.yarn.api.records.Container;
import org.apache.hadoop.yarn.api.records.ContainerId;
import org.apache.hadoop.yarn.api.records.ContainerLaunchContext;
import org.apache.hadoop.yarn.client.api.NMClient;
import org.apache.hadoop.yarn.exceptions.YarnException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ApplicationMaster's talk with NodeManagers: some threads, because a call waits while its node
 * is away. Methods may be called from any thread and return at once.
 */
final class NodeManagerLink implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NodeManagerLink.class);

    // A launch takes milliseconds; so many threads start a thousand containers well within the ten
    // minutes that YARN's tokens last, even if some nodes do not answer.
    private static final int THREADS = 16;

    private final ExecutorService threads =
            Executors.newFixedThreadPool(
                    THREADS,
                    task -> {
                        Thread created = new Thread(task, "node-manager-link");
                        created.setDaemon(true);
                        return created;
                    });
    private final NMClient client = NMClient.createNMClient();
    private final BiConsumer<ContainerId, Exception> onStartFailed;

    /**
     * @param onStartFailed hears of containers in which nothing could be started, on a thread of
     *     the link
     */
    NodeManagerLink(Configuration hadoop, BiConsumer<ContainerId, Exception> onStartFailed) {
        this.onStartFailed = requireNonNull(onStartFailed, "onStartFailed");
        // they end with the application; stopping each would only delay the end
        client.cleanupRunningContainersOnStop(false);
        client.init(hadoop);
        client.start();
    }

    /** Starts a process in a container. */
    void start(Container container, ContainerLaunchContext process) {
        threads.execute(
                () -> {
                    try {
                        client.startContainer(container, process);
                    } catch (YarnException | IOException | RuntimeException e) {
                        onStartFailed.accept(container.getId(), e);
                    }
                });
    }

    /** Stops what runs in a container that {@link #start} was called for. */
    void stop(Container container) {
        threads.execute(
                () -> {
                    try {
                        client.stopContainer(container.getId(), container.getNodeId());
                    } catch (YarnException | IOException | RuntimeException e) {
                        // the ResourceManager is told to take it back as well
                        LOG.info(
                                "Container {} could not be stopped: {}",
                                container.getId(),
                                e.toString());
                    }
                });
    }

    @Override
    public void close() {
        threads.shutdownNow();
        client.stop();
    }
}
