package org.holdfast.runtime.dispatcher;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.CompletableFuture;
import org.holdfast.ha.fault.FaultPoint;
import org.holdfast.runtime.concurrent.MainThread;
import org.holdfast.runtime.concurrent.Retries;
import org.holdfast.runtime.jobgraph.JobGraph;
import org.holdfast.runtime.jobmaster.JobPast;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes over what earlier JobManagers left behind: finishes what was left of jobs that have ended,
 * and never runs them again; starts every other job from its latest checkpoint; sets aside those
 * that cannot be read. On the main thread.
 */
final class JobRecovery {

    private static final Logger log = LoggerFactory.getLogger(JobRecovery.class);

    private final JobRegistry registry;
    private final MainThread mainThread;
    private final Dispatcher dispatcher;
    private final QuarantinedJobs quarantined;
    private final JobEnds ends;
    private final RecoveryProgress progress;
    private final CompletableFuture<Void> loaded = new CompletableFuture<>();

    JobRecovery(
            JobRegistry registry,
            MainThread mainThread,
            Dispatcher dispatcher,
            QuarantinedJobs quarantined,
            JobEnds ends,
            RecoveryProgress progress) {
        this.registry = requireNonNull(registry, "registry");
        this.mainThread = requireNonNull(mainThread, "mainThread");
        this.dispatcher = requireNonNull(dispatcher, "dispatcher");
        this.quarantined = requireNonNull(quarantined, "quarantined");
        this.ends = requireNonNull(ends, "ends");
        this.progress = requireNonNull(progress, "progress");
    }

    /** Completes on the main thread when all jobs are known. */
    CompletableFuture<Void> loaded() {
        return loaded;
    }

    /**
     * Begins; waits for the storage for as long as it takes.
     *
     * @param then run when all jobs are known, before anyone else hears of it
     */
    void start(Runnable then) {
        long begun = mainThread.nowMillis();
        FaultPoint.hit("S5");
        new Retries("the stored jobs to be read", mainThread)
                .run(
                        registry::recover,
                        failure -> false,
                        (found, none) -> {
                            takeOver(found);
                            logDone(found, mainThread.nowMillis() - begun);
                            then.run();
                            FaultPoint.hit("S7");
                            loaded.complete(null);
                        });
    }

    private void takeOver(RecoveredJobs found) {
        progress.onLoaded(
                found.jobs().stream().map(RecoveredJob::graph).map(JobGraph::id).toList());
        found.results().forEach(result -> ends.onFoundEnded(result.result(), result.dirty()));
        found.quarantined().forEach(quarantined::add);
        for (RecoveredJob job : found.jobs()) {
            FaultPoint.hit("S6");
            start(job);
        }
    }

    private void start(RecoveredJob job) {
        try {
            JobPast past = JobPast.recovered(job.ledger(), job.checkpoints());
            if (job.cancelled()) {
                dispatcher.startCancelled(job.graph(), past);
            } else {
                dispatcher.start(job.graph(), past);
            }
        } catch (RuntimeException e) {
            String reason = "it cannot be started: " + e.getMessage();
            progress.onJobGone(job.graph().id());
            quarantined.add(new QuarantinedJob(job.graph().id(), job.graph().name(), reason));
        }
    }

    private static void logDone(RecoveredJobs found, long millis) {
        boolean any = !found.equals(RecoveredJobs.NONE);
        if (any) {
            log.info(
                    "Found {} jobs to run, {} quarantined, {} that have ended, in {} ms.",
                    found.jobs().size(),
                    found.quarantined().size(),
                    found.results().size(),
                    millis);
        }
    }
}
