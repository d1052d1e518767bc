package org.holdfast.runtime.process;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.holdfast.ha.fault.FaultPoint;
import org.holdfast.ha.leader.CoordinationStore;
import org.holdfast.ha.leader.FencedException;
import org.holdfast.ha.leader.LeaderCandidate;
import org.holdfast.ha.leader.LeaderEpoch;
import org.holdfast.runtime.config.HighAvailabilityOptions;
import org.holdfast.runtime.highavailability.HighAvailabilityServices;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This process's way to leadership: opens a session and campaigns in it until it is elected. A
 * store that does not answer is waited for, and so is a living leader of the same attempt.
 *
 * <p>States: waiting, elected, over. Works on a thread of its own; thread-safe.
 */
final class Leadership implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Leadership.class);
    private static final Duration PAUSE = Duration.ofMillis(500);

    /** A term of this process: the session it was elected in, and the epoch. */
    record Term(CoordinationStore store, LeaderEpoch epoch) {
        Term {
            requireNonNull(store, "store");
            requireNonNull(epoch, "epoch");
        }
    }

    private final HighAvailabilityServices services;
    private final LeaderCandidate candidate;
    private final String application;
    private final Duration patience;
    private final Consumer<String> onLost;
    private final CompletableFuture<Term> elected = new CompletableFuture<>();
    private final Thread thread = new Thread(this::run, "leadership");
    private volatile String waitingFor = "";
    private Optional<CoordinationStore> session = Optional.empty();
    private boolean closed;

    /**
     * Begins to campaign.
     *
     * @param application whose attempts may take over from each other while they live; the owner of
     *     each begins with it
     * @param patience how long to wait for a store that does not answer
     * @param onLost told, on any thread, when this process leads no more or never can; it must then
     *     change nothing more
     */
    Leadership(
            HighAvailabilityServices services,
            LeaderCandidate candidate,
            String application,
            Duration patience,
            Consumer<String> onLost) {
        this.services = requireNonNull(services, "services");
        this.candidate = requireNonNull(candidate, "candidate");
        this.application = requireNonNull(application, "application");
        this.patience = requireNonNull(patience, "patience");
        this.onLost = requireNonNull(onLost, "onLost");
        thread.setDaemon(true);
        thread.start();
    }

    /** Completes, on the thread of this object, when this process leads. */
    CompletableFuture<Term> elected() {
        return elected;
    }

    /** What this process waits for, for people; empty if nothing. */
    String waitingFor() {
        return waitingFor;
    }

    private void run() {
        long began = System.nanoTime();
        while (!isClosed()) {
            try {
                Optional<Term> term = campaign();
                if (term.isPresent()) {
                    waitingFor = "";
                    FaultPoint.hit("S4+");
                    elected.complete(term.get());
                    return;
                }
                waitFor("another JobManager that leads, at " + services.describe());
            } catch (ClusterInUseException e) {
                elected.completeExceptionally(e);
                return;
            } catch (FencedException e) {
                // the session's alarm has told
                elected.completeExceptionally(e);
                return;
            } catch (IOException e) {
                waitFor(services.describe() + ": " + e.getMessage());
                if (System.nanoTime() - began > patience.toNanos()) {
                    elected.completeExceptionally(e);
                    return;
                }
            }
        }
    }

    private Optional<Term> campaign() throws IOException {
        FaultPoint.hit("S3");
        CoordinationStore store = openSession();
        FaultPoint.hit("S3+");
        requireUnused(store);
        FaultPoint.hit("S4");
        return store.campaign(candidate).map(epoch -> new Term(store, epoch));
    }

    /** A cluster id that two applications use at a time is a mistake, not a failover. */
    private void requireUnused(CoordinationStore store) throws IOException {
        Optional<String> owner =
                store.currentEpoch()
                        .map(last -> last.candidate().owner())
                        .filter(last -> !last.startsWith(application + " "));
        if (owner.isPresent() && store.leader().isPresent()) {
            throw new ClusterInUseException(
                    "The cluster id of %s is in use by %s. Stop that one, or choose another id with -z or %s."
                            .formatted(
                                    services.describe(),
                                    owner.get(),
                                    HighAvailabilityOptions.CLUSTER_ID));
        }
    }

    private CoordinationStore openSession() throws IOException {
        synchronized (this) {
            if (session.isPresent()) {
                return session.get();
            }
        }
        CoordinationStore opened =
                new FencingAlarm(
                        services.openStore(() -> onLost.accept("its session has ended")), onLost);
        synchronized (this) {
            session = Optional.of(opened);
            if (closed) {
                opened.close();
            }
        }
        return opened;
    }

    private void waitFor(String what) {
        if (!what.equals(waitingFor)) {
            log.warn("Waiting for {}", what);
        }
        waitingFor = what;
        try {
            Thread.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            log.debug("Interrupted: it is closed", e);
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    /** Ends the session, and with it the leadership. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            session.ifPresent(CoordinationStore::close);
        }
        thread.interrupt();
    }
}
