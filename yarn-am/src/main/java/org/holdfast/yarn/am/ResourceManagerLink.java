package org.holdfast.yarn.am;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.yarn.api.protocolrecords.AllocateResponse;
import org.apache.hadoop.yarn.api.protocolrecords.RegisterApplicationMasterResponse;
import org.apache.hadoop.yarn.api.records.Container;
import org.apache.hadoop.yarn.api.records.ContainerId;
import org.apache.hadoop.yarn.api.records.FinalApplicationStatus;
import org.apache.hadoop.yarn.client.api.AMRMClient;
import org.apache.hadoop.yarn.client.api.AMRMClient.ContainerRequest;
import org.apache.hadoop.yarn.exceptions.InvalidResourceRequestException;
import org.apache.hadoop.yarn.exceptions.YarnException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ApplicationMaster's talk with the ResourceManager. One thread does all of it, because a call
 * waits while the ResourceManager is away. What is asked for is sent at once and not, as by
 * Hadoop's own asynchronous client, with the next regular heartbeat, which may be seconds away.
 *
 * <p>Methods may be called from any thread and return at once, but for {@link #register} and {@link
 * #unregister}.
 */
final class ResourceManagerLink implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ResourceManagerLink.class);

    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(
                    task -> {
                        Thread created = new Thread(task, "resource-manager-link");
                        created.setDaemon(true);
                        return created;
                    });
    private final AMRMClient<ContainerRequest> client;
    private final ResourceManagerOutage outage;
    private final Duration idleInterval;
    private final Duration waitingInterval;

    // of the thread
    private final OutstandingRequests outstanding;
    private ResourceManagerListener listener;
    private Future<?> nextHeartbeat;
    private int clusterNodes;

    /**
     * Starts to connect.
     *
     * @param client not started yet
     * @param idleInterval between heartbeats while no container is waited for
     * @param waitingInterval between heartbeats while one is
     */
    ResourceManagerLink(
            AMRMClient<ContainerRequest> client,
            Configuration hadoop,
            Duration idleInterval,
            Duration waitingInterval) {
        this.client = requireNonNull(client, "client");
        this.outage = ResourceManagerOutage.bounded(hadoop);
        this.outstanding = new OutstandingRequests(client);
        this.idleInterval = requireNonNull(idleInterval, "idleInterval");
        this.waitingInterval = requireNonNull(waitingInterval, "waitingInterval");
        thread.execute(
                () -> {
                    client.init(ResourceManagerOutage.withSingleTries(hadoop));
                    client.start();
                });
    }

    /**
     * Registers the ApplicationMaster; heartbeats begin. Waits for a ResourceManager that is away.
     *
     * @param port TaskManagers reach it at
     * @param trackingUrl where YARN's web pages lead to
     */
    RegisterApplicationMasterResponse register(
            String host, int port, URI trackingUrl, ResourceManagerListener newListener)
            throws IOException, YarnException, InterruptedException {
        return await(
                () -> {
                    RegisterApplicationMasterResponse response =
                            outage.persistently(
                                    () ->
                                            client.registerApplicationMaster(
                                                    host, port, trackingUrl.toString()));
                    listener = requireNonNull(newListener, "newListener");
                    heartbeatIn(Duration.ZERO);
                    return response;
                });
    }

    /** Asks for a container for each request. */
    void request(List<ContainerRequest> requests) {
        thread.execute(
                () -> {
                    outstanding.add(requests);
                    heartbeatIn(Duration.ZERO);
                });
    }

    /** Takes back so many requests, or as many as there are. */
    void withdraw(int number) {
        thread.execute(
                () -> {
                    outstanding.remove(number);
                    heartbeatIn(Duration.ZERO);
                });
    }

    /** Gives a container back. */
    void release(ContainerId container) {
        thread.execute(
                () -> {
                    client.releaseAssignedContainer(container);
                    heartbeatIn(Duration.ZERO);
                });
    }

    /** Ends heartbeats and tells the ResourceManager how the application ended. */
    void unregister(FinalApplicationStatus status, String diagnostics)
            throws IOException, YarnException, InterruptedException {
        await(
                () -> {
                    stopHeartbeats();
                    return outage.persistently(
                            () -> {
                                client.unregisterApplicationMaster(status, diagnostics, "");
                                return status;
                            });
                });
    }

    /** Tells the ResourceManager that the application failed, registered or not. */
    void fail(String host, String diagnostics)
            throws IOException, YarnException, InterruptedException {
        await(
                () -> {
                    if (listener == null) {
                        client.registerApplicationMaster(host, 0, "");
                    }
                    return listener;
                });
        unregister(FinalApplicationStatus.FAILED, diagnostics);
    }

    @Override
    public void close() {
        thread.execute(
                () -> {
                    stopHeartbeats();
                    client.stop();
                });
        thread.shutdown();
    }

    private void heartbeatIn(Duration delay) {
        if (listener != null) {
            if (nextHeartbeat != null) {
                nextHeartbeat.cancel(false);
            }
            nextHeartbeat =
                    thread.schedule(this::heartbeat, delay.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void stopHeartbeats() {
        if (nextHeartbeat != null) {
            nextHeartbeat.cancel(false);
        }
        listener = null;
    }

    private void heartbeat() {
        try {
            accept(client.allocate(0));
            heartbeatIn(outstanding.isEmpty() ? idleInterval : waitingInterval);
        } catch (InvalidResourceRequestException e) {
            LOG.warn("The ResourceManager refuses a request", e);
            // none of the others would fare better
            outstanding.remove(Integer.MAX_VALUE);
            listener.onRefused(e.getMessage());
            heartbeatIn(idleInterval);
        } catch (YarnException | IOException | RuntimeException e) {
            onFailure(e);
        }
    }

    /** What was to be sent goes with the next heartbeat: the client has kept it. */
    private void onFailure(Exception cause) {
        Optional<Duration> pause =
                ResourceManagerOutage.isForgotten(cause)
                        ? Optional.empty()
                        : outage.onFailure(cause);
        if (pause.isPresent()) {
            heartbeatIn(pause.get());
            return;
        }
        AttemptEnd told = listener;
        stopHeartbeats();
        if (ResourceManagerOutage.isForgotten(cause)) {
            told.onForgotten(cause);
        } else {
            told.onLost(cause);
        }
    }

    private void accept(AllocateResponse response) {
        outage.onAnswer();
        // before those that ended, which may be among them
        if (!response.getContainersFromPreviousAttempts().isEmpty()) {
            listener.onRecovered(List.copyOf(response.getContainersFromPreviousAttempts()));
        }
        List<Container> allocated = response.getAllocatedContainers();
        if (!allocated.isEmpty()) {
            outstanding.remove(allocated.size());
            listener.onAllocated(List.copyOf(allocated));
        }
        if (!response.getCompletedContainersStatuses().isEmpty()) {
            listener.onCompleted(List.copyOf(response.getCompletedContainersStatuses()));
        }
        if (response.getNumClusterNodes() != clusterNodes) {
            clusterNodes = response.getNumClusterNodes();
            listener.onClusterNodes(clusterNodes);
        }
    }

    private <T> T await(Callable<T> call) throws IOException, YarnException, InterruptedException {
        try {
            return thread.submit(call).get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof YarnException refused) {
                throw refused;
            }
            throw new IOException(e.getCause().getMessage(), e.getCause());
        }
    }
}
