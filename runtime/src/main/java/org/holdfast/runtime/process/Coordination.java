package org.holdfast.runtime.process;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.holdfast.ha.leader.PublishedLeader;
import org.holdfast.runtime.concurrent.MainThread;
import org.holdfast.runtime.dispatcher.Coordinators;
import org.holdfast.runtime.dispatcher.RecoveryTimeline;
import org.holdfast.runtime.slots.ResourceProvider;

/**
 * What a JobManager does once it has been elected: its coordinators take over the jobs, and when
 * all are known it lets the others know where it is. Called on any thread but the main one.
 */
final class Coordination implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 10;

    private final MainThread mainThread;
    private final Leadership.Term term;
    private final Coordinators coordinators;

    /**
     * Wires it; nothing runs before {@link #start}.
     *
     * @param restUrl where this process serves clients
     */
    Coordination(
            JobManagerSetup setup,
            ClusterStorage storage,
            MainThread mainThread,
            ResourceProvider resources,
            Leadership.Term term,
            URI restUrl)
            throws IOException {
        this.mainThread = requireNonNull(mainThread, "mainThread");
        this.term = requireNonNull(term, "term");
        coordinators =
                new Coordinators(
                        setup,
                        HoldfastVersion.CURRENT,
                        term.epoch().number(),
                        mainThread,
                        Clock.systemUTC(),
                        resources,
                        digest -> storage.jarUri(digest, restUrl),
                        storage.checkpoints(mainThread, term),
                        storage.jobs(mainThread, term),
                        term.clock());
        coordinators.reached(RecoveryTimeline.Phase.ELECTED);
    }

    Coordinators coordinators() {
        return coordinators;
    }

    /**
     * Begins to take over the jobs.
     *
     * @return completes when all jobs are known
     */
    CompletableFuture<Void> start() {
        runOnMainThread(coordinators::start);
        return coordinators.jobsLoaded();
    }

    /** Tells everybody where this process is. Blocks. */
    void publish(String rpcAddress, String restUrl) {
        try {
            term.store().publish(new PublishedLeader(term.epoch(), rpcAddress, restUrl));
            coordinators.reached(RecoveryTimeline.Phase.PUBLISHED);
        } catch (IOException e) {
            throw new UncheckedIOException("The leader's address could not be published", e);
        }
    }

    @Override
    public void close() {
        runOnMainThread(coordinators::close);
    }

    private void runOnMainThread(Runnable action) {
        CompletableFuture.runAsync(action, mainThread)
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
    }
}
