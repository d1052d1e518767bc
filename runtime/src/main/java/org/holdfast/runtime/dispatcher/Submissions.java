package org.holdfast.runtime.dispatcher;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.holdfast.ha.fault.FaultPoint;
import org.holdfast.runtime.concurrent.MainThread;
import org.holdfast.runtime.concurrent.Retries;
import org.holdfast.runtime.jobgraph.JobGraph;
import org.holdfast.runtime.jobgraph.JobId;

/** Jobs that are being stored, so that they can be accepted. On the main thread. */
final class Submissions {

    /** Each holds its graph in memory. */
    private static final int MOST_AT_ONCE = 64;

    /** How long storing is tried, unless it is open whether it has happened. */
    private static final Duration LONGEST = Duration.ofSeconds(10);

    /** How long who submitted a job waits; more than the above and a pause between two tries. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);

    private final JobRegistry registry;
    private final MainThread mainThread;
    private final Map<JobId, Submission> underWay = new LinkedHashMap<>();

    private record Submission(JobGraph graph, CompletableFuture<JobId> answer) {}

    Submissions(JobRegistry registry, MainThread mainThread) {
        this.registry = requireNonNull(registry, "registry");
        this.mainThread = requireNonNull(mainThread, "mainThread");
    }

    /** The job that is being stored under an id. */
    Optional<JobGraph> find(JobId id) {
        return Optional.ofNullable(underWay.get(id)).map(Submission::graph);
    }

    /** The answer to come to whoever submitted a job that is being stored. */
    CompletableFuture<JobId> answerOf(JobId id) {
        return underWay.get(id).answer().copy();
    }

    /**
     * Stores a job.
     *
     * @param patient whether it is tried for as long as it takes
     * @param onStored run when it is durable, before whoever submitted it has the answer
     * @return completes after that, at once if possible; fails with {@link JobRejectedException} if
     *     it is not stored, with {@link JobRegistryException} if that is still open
     */
    CompletableFuture<JobId> store(JobGraph graph, boolean patient, Runnable onStored) {
        if (underWay.size() >= MOST_AT_ONCE) {
            throw new JobRejectedException(
                    "job "
                            + graph.id()
                            + " is not accepted: "
                            + MOST_AT_ONCE
                            + " others are being stored. Submit it again in a while.");
        }
        Submission submission = new Submission(graph, new CompletableFuture<>());
        underWay.put(graph.id(), submission);
        long begun = mainThread.nowMillis();
        Retries retries = new Retries("job " + graph.id() + " to be stored", mainThread);
        retries.run(
                () -> registry.put(graph),
                failure ->
                        failure instanceof JobRejectedException
                                || !patient && isFinal(failure, begun),
                (done, failure) -> end(submission, failure, onStored));
        if (!patient && underWay.containsKey(graph.id())) {
            mainThread.schedule(LONGEST_WAIT, () -> giveUpWaiting(submission, retries));
        }
        return submission.answer().copy();
    }

    private boolean isFinal(Throwable failure, long begun) {
        boolean open = failure instanceof JobRegistryException known && known.outcomeUnknown();
        return !open && mainThread.nowMillis() - begun >= LONGEST.toMillis();
    }

    private void end(Submission submission, Throwable failure, Runnable onStored) {
        JobId id = submission.graph().id();
        underWay.remove(id);
        if (failure instanceof JobRejectedException) {
            submission.answer().completeExceptionally(failure);
        } else if (failure != null) {
            submission
                    .answer()
                    .completeExceptionally(
                            new JobRejectedException(
                                    "job "
                                            + id
                                            + " is not accepted, it cannot be stored: "
                                            + failure.getMessage()
                                            + ". Submit it again when that is mended."));
        } else {
            FaultPoint.hit("U6");
            registry.noteProgress();
            onStored.run();
            submission.answer().complete(id);
        }
    }

    private static void giveUpWaiting(Submission submission, Retries retries) {
        submission
                .answer()
                .completeExceptionally(
                        new JobRegistryException(
                                "it is not known yet whether the job is accepted; still waits for "
                                        + retries.describe()
                                        + ". Submit the same job again to hear",
                                true,
                                null));
    }
}
