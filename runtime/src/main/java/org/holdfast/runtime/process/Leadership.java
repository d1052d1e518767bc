package org.holdfast.runtime.process;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.holdfast.ha.fault.FaultPoint;
import org.holdfast.ha.leader.AccessRefusedException;
import org.holdfast.ha.leader.CoordinationStore;
import org.holdfast.ha.leader.FencedException;
import org.holdfast.ha.leader.LeaderCandidate;
import org.holdfast.ha.leader.LeaderEpoch;
import org.holdfast.ha.leader.PublishedLeader;
import org.holdfast.runtime.highavailability.HighAvailabilityServices;
import org.holdfast.runtime.rest.Standby;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This process's way to leadership: opens a session and campaigns in it until it is elected. A
 * store that does not answer is waited for, and so is a living leader of the same attempt: this
 * process stands by for it.
 *
 * <p>States: waiting (standing by, if another leads), elected, over. A session that ends while it
 * waits is replaced; with one in which it was elected its leadership is over. Works on a thread of
 * its own; thread-safe.
 */
final class Leadership implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Leadership.class);
    private static final Duration PAUSE = Duration.ofMillis(500);

    /**
     * A term of this process.
     *
     * @param store the session it was elected in
     * @param clock how long it has been on its way, in milliseconds
     */
    record Term(CoordinationStore store, LeaderEpoch epoch, LongSupplier clock) {
        Term {
            requireNonNull(store, "store");
            requireNonNull(epoch, "epoch");
            requireNonNull(clock, "clock");
        }
    }

    private final HighAvailabilityServices services;
    private final LeaderCandidate candidate;
    private final Eligibility eligibility;
    private final Duration patience;
    private final Consumer<String> onLost;
    private final CompletableFuture<Term> elected = new CompletableFuture<>();
    private final TakeoverClock clock = new TakeoverClock();
    private final CompletableFuture<Void> settled = new CompletableFuture<>();
    private final Thread thread = new Thread(this::run, "leadership");

    /** What may have changed who leads, so that it is worth trying again at once. */
    private final Semaphore changes = new Semaphore(0);

    private volatile Optional<String> waitingFor = Optional.empty();
    private volatile Optional<PublishedLeader> published = Optional.empty();
    private Optional<CoordinationStore> session = Optional.empty();
    private boolean closed;

    /** Of this object's thread. */
    private String said = "";

    /**
     * Begins to campaign.
     *
     * @param eligibility what must hold before each try
     * @param patience how long to wait for a store that does not answer
     * @param onLost told, on any thread, when this process leads no more or never can; it must then
     *     change nothing more
     */
    Leadership(
            HighAvailabilityServices services,
            LeaderCandidate candidate,
            Eligibility eligibility,
            Duration patience,
            Consumer<String> onLost) {
        this.services = requireNonNull(services, "services");
        this.candidate = requireNonNull(candidate, "candidate");
        this.eligibility = requireNonNull(eligibility, "eligibility");
        this.patience = requireNonNull(patience, "patience");
        this.onLost = requireNonNull(onLost, "onLost");
        thread.setDaemon(true);
        thread.start();
    }

    /** Completes, on the thread of this object, when this process leads. */
    CompletableFuture<Term> elected() {
        return elected;
    }

    /** Completes when this process leads, or stands by. */
    CompletableFuture<Void> settled() {
        return settled;
    }

    /** As clients are to see it. */
    Standby asStandby() {
        return new Standby() {
            @Override
            public Optional<URI> leader() {
                return standsByFor().map(leader -> URI.create(leader.restUrl()));
            }

            @Override
            public Optional<String> waitingFor() {
                return elected.isDone() ? Optional.empty() : waitingFor;
            }
        };
    }

    /** The leader this process stands by for; empty if it leads itself, or nobody is known to. */
    Optional<PublishedLeader> standsByFor() {
        return elected.isDone() ? Optional.empty() : published;
    }

    private void run() {
        long answered = System.nanoTime();
        while (!isClosed()) {
            try {
                Optional<Term> term = campaign();
                answered = System.nanoTime();
                if (term.isPresent()) {
                    FaultPoint.hit("S4+");
                    elected.complete(term.get());
                    settled.complete(null);
                    return;
                }
                settled.complete(null);
                standBy();
            } catch (ClusterInUseException | AccessRefusedException | FencedException e) {
                // of being fenced, the session's alarm has told
                elected.completeExceptionally(e);
                return;
            } catch (IOException e) {
                waitFor(services.describe() + ": " + e.getMessage());
                if (System.nanoTime() - answered > patience.toNanos()) {
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
        eligibility.require(store);
        FaultPoint.hit("S4");
        return store.campaign(candidate).map(epoch -> new Term(store, epoch, clock));
    }

    private CoordinationStore openSession() throws IOException {
        synchronized (this) {
            if (session.isPresent()) {
                return session.get();
            }
        }
        CoordinationStore opened =
                new FencingAlarm(services.openStore(this::onSessionEnded), onLost);
        try {
            opened.watchLeader(this::onPublished);
        } catch (IOException e) {
            opened.close();
            throw e;
        }
        synchronized (this) {
            session = Optional.of(opened);
            if (closed) {
                opened.close();
            }
        }
        return opened;
    }

    /** On any thread. What was elected in it leads no more; what only waited waits in another. */
    private void onSessionEnded() {
        Optional<CoordinationStore> ended;
        synchronized (this) {
            ended = session;
            session = Optional.empty();
        }
        published = Optional.empty();
        if (elected.isDone()) {
            onLost.accept("its session has ended");
        } else {
            // not on the store's own thread, which closing it waits for
            ended.ifPresent(store -> CompletableFuture.runAsync(store::close));
        }
    }

    private void onPublished(Optional<PublishedLeader> leader) {
        if (leader.isEmpty() && standsByFor().isPresent()) {
            clock.onLeaderGone();
        }
        published = leader;
        changes.release();
    }

    private void standBy() {
        waitingFor = Optional.empty();
        String whom =
                published
                        .map(leader -> "the JobManager at " + leader.restUrl())
                        .orElse("a JobManager that begins to lead");
        pauseSaying("Stands by for " + whom + ", in " + services.describe());
    }

    private void waitFor(String what) {
        waitingFor = Optional.of(what);
        pauseSaying("Waiting for " + what);
    }

    private void pauseSaying(String what) {
        if (!what.equals(said)) {
            log.warn(what);
        }
        said = what;
        try {
            if (changes.tryAcquire(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                changes.drainPermits();
            }
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
