package org.holdfast.runtime.rpc;

import static java.util.Objects.requireNonNull;

import akka.actor.typed.Props;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import org.holdfast.runtime.concurrent.MainThread;
import org.holdfast.runtime.config.PortRange;
import org.holdfast.runtime.leader.FollowedLeader;
import org.holdfast.runtime.leader.LeaderDirectory;
import org.holdfast.runtime.leader.LeaderLocation;
import org.holdfast.runtime.taskmanager.JobManagerLinkListener;
import org.holdfast.runtime.taskmanager.TaskManagerGateway;
import org.holdfast.runtime.taskmanager.TaskManagerRegistration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A TaskManager's link to its JobManager, for as long as the TaskManager lives. Finds the
 * JobManager that leads, registers, and when the link breaks or another leads, throws the actor
 * system away, which is the only cure for a quarantine and the simplest for everything else, and
 * begins anew with another.
 */
public final class ControlLink implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ControlLink.class);
    private static final int MAX_RETIREMENTS = 4;

    /**
     * Which TaskManager to join to its JobManager.
     *
     * @param bindHost local address to listen on
     * @param ports of which one is listened on
     */
    public record Ends(
            String clusterId,
            TaskManagerRegistration registration,
            String bindHost,
            PortRange ports) {

        public Ends {
            requireNonNull(clusterId, "clusterId");
            requireNonNull(registration, "registration");
            requireNonNull(bindHost, "bindHost");
            requireNonNull(ports, "ports");
        }
    }

    /** How one link ended. */
    record End(boolean rejected, String reason) {}

    private record Link(RpcSystem system, CompletableFuture<End> end) {}

    private final RpcSettings settings;
    private final Ends ends;
    private final LeaderDirectory leaders;
    private final MainThread mainThread;
    private final TaskManagerGateway taskManager;
    private final JobManagerLinkListener listener;
    private final FollowedLeader followed = new FollowedLeader();
    private final Thread thread = new Thread(this::run, "control-link");
    private volatile Optional<LeaderDirectory.Watch> watch = Optional.empty();
    private volatile Optional<Link> link = Optional.empty();
    private final Semaphore retirements = new Semaphore(MAX_RETIREMENTS);
    private volatile boolean closed;

    /**
     * @param leaders where to look for the JobManager
     * @param mainThread what {@code taskManager} and {@code listener} are called on; it outlives
     *     the links
     */
    public ControlLink(
            RpcSettings settings,
            Ends ends,
            LeaderDirectory leaders,
            MainThread mainThread,
            TaskManagerGateway taskManager,
            JobManagerLinkListener listener) {
        this.settings = requireNonNull(settings, "settings");
        this.ends = requireNonNull(ends, "ends");
        this.leaders = requireNonNull(leaders, "leaders");
        this.mainThread = requireNonNull(mainThread, "mainThread");
        this.taskManager = requireNonNull(taskManager, "taskManager");
        this.listener = requireNonNull(listener, "listener");
        thread.setDaemon(true);
    }

    /**
     * Begins to look for the JobManager; opens the port at once if it is known where that is.
     *
     * @throws IOException if the port cannot be had
     */
    public void open() throws IOException {
        try {
            watch = Optional.of(leaders.watch(followed::onPublished));
        } catch (IOException e) {
            log.warn("Where the JobManager is cannot be read yet: {}", e.getMessage());
        }
        CompletableFuture<LeaderLocation> leader = followed.current();
        if (leader.isDone()) {
            link = Optional.of(openLink(leader.join()));
        }
        thread.start();
    }

    private Link openLink(LeaderLocation leader) throws IOException {
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
                                leader,
                                followed,
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
            if (watch.isEmpty()) {
                watch = Optional.of(watchLater());
            }
            while (!closed) {
                Link open = link.isPresent() ? link.get() : reopen();
                End end = open.end().get();
                retire(open);
                if (end.rejected()) {
                    mainThread.execute(() -> listener.onRejected(end.reason()));
                    return;
                }
                if (!closed) {
                    log.info("Lost the JobManager: {}", end.reason());
                    mainThread.execute(() -> listener.onDisconnected(end.reason()));
                }
            }
        } catch (InterruptedException | ExecutionException e) {
            log.debug("The control link was closed", e);
        } finally {
            closeParts(); // what was opened while close() ran
        }
    }

    private LeaderDirectory.Watch watchLater() throws InterruptedException {
        Backoff backoff = new Backoff(settings.firstRetry(), settings.longestRetry());
        while (true) {
            Thread.sleep(backoff.next().toMillis());
            try {
                return leaders.watch(followed::onPublished);
            } catch (IOException e) {
                log.warn("Where the JobManager is cannot be read yet: {}", e.getMessage());
            }
        }
    }

    private Link reopen() throws InterruptedException, ExecutionException {
        Backoff backoff = new Backoff(settings.firstRetry(), settings.longestRetry());
        while (true) {
            try {
                return openNext(followed.current().get());
            } catch (IOException e) {
                awaitRetirements(); // one of which may have held the only port
                Duration pause = backoff.next();
                log.warn("Could not open the next control link, next try in {}", pause, e);
                Thread.sleep(pause.toMillis());
            }
        }
    }

    /** An actor system must not be interrupted while it starts. */
    private synchronized Link openNext(LeaderLocation leader)
            throws IOException, InterruptedException {
        if (closed) {
            throw new InterruptedException("closed");
        }
        Link opened = openLink(leader);
        link = Optional.of(opened);
        return opened;
    }

    /**
     * Closes a link that is over while the next is built already: an actor system takes a while to
     * say good-bye to a JobManager that does not answer. Waits if several are being closed.
     */
    private void retire(Link old) throws InterruptedException {
        link = Optional.empty();
        retirements.acquire();
        Thread closer =
                new Thread(
                        () -> {
                            old.system().close();
                            retirements.release();
                        },
                        "control-link-closer");
        closer.setDaemon(true);
        closer.start();
    }

    private void awaitRetirements() throws InterruptedException {
        retirements.acquire(MAX_RETIREMENTS);
        retirements.release(MAX_RETIREMENTS);
    }

    /**
     * Closes the port; the JobManager notices. May be called twice, even if it was never opened.
     */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            thread.interrupt();
        }
        closeParts();
        retirements.acquireUninterruptibly(MAX_RETIREMENTS); // bounded, as each closing is
        retirements.release(MAX_RETIREMENTS);
    }

    private void closeParts() {
        if (closed) {
            watch.ifPresent(LeaderDirectory.Watch::close);
            link.ifPresent(open -> open.system().close());
        }
    }
}
