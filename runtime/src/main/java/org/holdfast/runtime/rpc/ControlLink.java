package org.holdfast.runtime.rpc;

import static java.util.Objects.requireNonNull;

import akka.actor.typed.Props;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.holdfast.runtime.concurrent.MainThread;
import org.holdfast.runtime.config.PortRange;
import org.holdfast.runtime.process.JobManagerAddress;
import org.holdfast.runtime.taskmanager.JobManagerLinkListener;
import org.holdfast.runtime.taskmanager.TaskManagerGateway;
import org.holdfast.runtime.taskmanager.TaskManagerRegistration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A TaskManager's link to its JobManager, for as long as the TaskManager lives. Finds the
 * JobManager, registers, and when the link breaks, throws the actor system away, which is the only
 * cure for a quarantine and the simplest for everything else, and begins anew with another.
 */
public final class ControlLink implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ControlLink.class);

    /**
     * Which TaskManager to join to which JobManager.
     *
     * @param bindHost local address to listen on
     * @param ports of which one is listened on
     * @param jobManager where to look for the JobManager
     */
    public record Ends(
            String clusterId,
            TaskManagerRegistration registration,
            String bindHost,
            PortRange ports,
            JobManagerAddress jobManager) {

        public Ends {
            requireNonNull(clusterId, "clusterId");
            requireNonNull(registration, "registration");
            requireNonNull(bindHost, "bindHost");
            requireNonNull(ports, "ports");
            requireNonNull(jobManager, "jobManager");
        }
    }

    /** How one link ended. */
    record End(boolean rejected, String reason) {}

    private record Link(RpcSystem system, CompletableFuture<End> end) {}

    private final RpcSettings settings;
    private final Ends ends;
    private final MainThread mainThread;
    private final TaskManagerGateway taskManager;
    private final JobManagerLinkListener listener;
    private final AtomicLong highestEpoch = new AtomicLong();
    private final Thread thread = new Thread(this::run, "control-link");
    private volatile Link link;
    private volatile boolean closed;

    /**
     * @param mainThread what {@code taskManager} and {@code listener} are called on; it outlives
     *     the links
     */
    public ControlLink(
            RpcSettings settings,
            Ends ends,
            MainThread mainThread,
            TaskManagerGateway taskManager,
            JobManagerLinkListener listener) {
        this.settings = requireNonNull(settings, "settings");
        this.ends = requireNonNull(ends, "ends");
        this.mainThread = requireNonNull(mainThread, "mainThread");
        this.taskManager = requireNonNull(taskManager, "taskManager");
        this.listener = requireNonNull(listener, "listener");
        thread.setDaemon(true);
    }

    /**
     * Opens the port and begins to look for the JobManager.
     *
     * @throws IOException if the port cannot be had
     */
    public void open() throws IOException {
        link = openLink();
        thread.start();
    }

    private Link openLink() throws IOException {
        RpcSystem system =
                RpcSystem.remote(
                        settings, ends.registration().host(), ends.bindHost(), ends.ports());
        CompletableFuture<End> end = new CompletableFuture<>();
        system.onUnexpectedEnd(() -> end.complete(new End(false, "the actor system ended")));
        system.actors()
                .systemActorOf(
                        TaskManagerActor.create(
                                settings,
                                ends,
                                highestEpoch,
                                mainThread,
                                taskManager,
                                listener,
                                end),
                        RpcPaths.TASK_MANAGER,
                        Props.empty());
        return new Link(system, end);
    }

    private void run() {
        try {
            while (!closed) {
                End end = link.end().get();
                link.system().close();
                if (end.rejected()) {
                    mainThread.execute(() -> listener.onRejected(end.reason()));
                    return;
                }
                if (!closed) {
                    log.info("Lost the JobManager: {}", end.reason());
                    mainThread.execute(() -> listener.onDisconnected(end.reason()));
                    link = reopen();
                }
            }
        } catch (InterruptedException | ExecutionException e) {
            log.debug("The control link was closed", e);
        }
    }

    private Link reopen() throws InterruptedException {
        Backoff backoff = new Backoff(settings.firstRetry(), settings.longestRetry());
        while (true) {
            try {
                return openLink();
            } catch (IOException e) {
                Duration pause = backoff.next();
                log.warn("Could not open the next control link, next try in {}", pause, e);
                Thread.sleep(pause.toMillis());
            }
        }
    }

    /**
     * Closes the port; the JobManager notices. May be called twice, even if it was never opened.
     */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        Link open = link;
        if (open != null) {
            open.system().close();
        }
    }
}
