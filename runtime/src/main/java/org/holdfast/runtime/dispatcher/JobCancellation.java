package org.holdfast.runtime.dispatcher;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.holdfast.ha.fault.FaultPoint;
import org.holdfast.runtime.concurrent.MainThread;
import org.holdfast.runtime.concurrent.Retries;
import org.holdfast.runtime.jobgraph.JobId;
import org.holdfast.runtime.jobmaster.JobMaster;

/**
 * Cancels jobs. That a job is to be cancelled is durable before anyone hears of it: the next
 * JobManager cancels it too. On the main thread.
 */
final class JobCancellation {

    /**
     * How long who asked waits; the intent is recorded all the same, as soon as that is possible.
     */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);

    private final JobRegistry registry;
    private final MainThread mainThread;
    private final Map<JobId, CompletableFuture<Void>> underWay = new HashMap<>();

    JobCancellation(JobRegistry registry, MainThread mainThread) {
        this.registry = requireNonNull(registry, "registry");
        this.mainThread = requireNonNull(mainThread, "mainThread");
    }

    /**
     * Cancels a job; once it is being stopped, nothing more happens.
     *
     * @return completes when the intent is durable and the job is being stopped, at once if
     *     possible; fails if that takes too long
     */
    CompletableFuture<Void> cancel(JobMaster job) {
        JobStatus now = job.status();
        if (now.isTerminal() || now == JobStatus.CANCELLING || now == JobStatus.FAILING) {
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<Void> known = underWay.get(job.graph().id());
        return known == null ? begin(job) : known.copy();
    }

    private CompletableFuture<Void> begin(JobMaster job) {
        JobId id = job.graph().id();
        CompletableFuture<Void> answer = new CompletableFuture<>();
        underWay.put(id, answer);
        Retries retries =
                new Retries("the wish to cancel job " + id + " to be recorded", mainThread);
        FaultPoint.hit("X1");
        retries.run(
                () -> registry.recordCancel(id),
                failure -> job.status().isTerminal(),
                (done, endedMeanwhile) -> {
                    underWay.remove(id);
                    job.cancel();
                    answer.complete(null);
                });
        if (!answer.isDone()) {
            mainThread.schedule(LONGEST_WAIT, () -> giveUpWaiting(answer, retries));
        }
        return answer.copy();
    }

    private static void giveUpWaiting(CompletableFuture<Void> answer, Retries retries) {
        answer.completeExceptionally(
                new JobRegistryException(
                        "still waits for "
                                + retries.describe()
                                + ". The job is cancelled as soon as that is possible",
                        true,
                        null));
    }
}
