package org.holdfast.runtime.dispatcher;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.holdfast.runtime.concurrent.MainThread;
import org.holdfast.runtime.jobgraph.JobId;
import org.holdfast.runtime.process.ClusterEnd;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When and how the cluster ends: a session when it is told to, a cluster that is for one job with
 * that job.
 */
final class ClusterLifecycle {

    private static final Logger log = LoggerFactory.getLogger(ClusterLifecycle.class);

    private final RunningJobs running;
    private final JobCancellation cancellation;
    private final MainThread mainThread;
    private final Duration shutdownTimeout;
    private final Optional<JobId> ownJob;
    private final CompletableFuture<ClusterEnd> ended = new CompletableFuture<>();
    private Optional<String> shutdownReason = Optional.empty();
    private MainThread.Cancellable bound = () -> {};

    /**
     * @param shutdownTimeout how long jobs may take to be cancelled before the cluster ends anyway
     * @param ownJob the one job the cluster is for; empty for a session
     */
    ClusterLifecycle(
            RunningJobs running,
            JobCancellation cancellation,
            MainThread mainThread,
            Duration shutdownTimeout,
            Optional<JobId> ownJob) {
        this.running = requireNonNull(running, "running");
        this.cancellation = requireNonNull(cancellation, "cancellation");
        this.mainThread = requireNonNull(mainThread, "mainThread");
        this.shutdownTimeout = requireNonNull(shutdownTimeout, "shutdownTimeout");
        this.ownJob = requireNonNull(ownJob, "ownJob");
    }

    CompletableFuture<ClusterEnd> ended() {
        return ended;
    }

    /** Why nothing new is accepted; empty while the cluster goes on. */
    Optional<String> whyShuttingDown() {
        return shutdownReason.map(reason -> "the cluster is being stopped: " + reason);
    }

    /** Why this job is not accepted; empty if it is. */
    Optional<String> whyNotAccepted(JobId job) {
        boolean foreign = ownJob.isPresent() && !ownJob.get().equals(job);
        return whyShuttingDown()
                .or(
                        () ->
                                foreign
                                        ? Optional.of(
                                                "this cluster is for job "
                                                        + ownJob.get()
                                                        + " only; start a session to run others")
                                        : Optional.empty());
    }

    /** Cancels all jobs and ends the cluster when they have ended, or after a time. */
    void shutDown(String reason) {
        if (shutdownReason.isPresent() || ended.isDone()) {
            return;
        }
        log.info(
                "The cluster is being stopped: {}; cancels {} jobs.", reason, running.all().size());
        shutdownReason = Optional.of(reason);
        bound = mainThread.schedule(shutdownTimeout, this::endAnyway);
        running.all().forEach(cancellation::cancel);
        endIfShutDown();
    }

    private void endAnyway() {
        int left = running.all().size();
        end(
                stoppedInOrder(),
                shutdownReason.orElseThrow()
                        + " ("
                        + left
                        + " jobs had not stopped after "
                        + shutdownTimeout.toSeconds()
                        + " s)");
    }

    private void endIfShutDown() {
        if (shutdownReason.isPresent() && running.isEmpty()) {
            end(stoppedInOrder(), shutdownReason.get());
        }
    }

    private ClusterEnd.Status stoppedInOrder() {
        return ownJob.isPresent() ? ClusterEnd.Status.KILLED : ClusterEnd.Status.SUCCEEDED;
    }

    /** A job ended; it is not among the running any more. */
    void onJobEnded(JobDetails job) {
        if (ownJob.isPresent() && ownJob.get().equals(job.summary().id())) {
            end(statusFor(job.summary().status()), describe(job));
        } else {
            endIfShutDown();
        }
    }

    /** The cluster's own job cannot be run at all. */
    void onOwnJobRejected(String reason) {
        end(ClusterEnd.Status.FAILED, reason);
    }

    private static ClusterEnd.Status statusFor(JobStatus status) {
        return switch (status) {
            case FINISHED -> ClusterEnd.Status.SUCCEEDED;
            case CANCELED -> ClusterEnd.Status.KILLED;
            case FAILED -> ClusterEnd.Status.FAILED;
            default -> throw new IllegalStateException("the job has not ended: " + status);
        };
    }

    private static String describe(JobDetails job) {
        JobSummary summary = job.summary();
        String outcome = "Job " + summary.id() + " (" + summary.name() + ") " + summary.status();
        boolean explained = summary.status() == JobStatus.FAILED && !job.failures().isEmpty();
        if (!explained) {
            return outcome;
        }
        JobDetails.Failure latest = job.failures().get(0);
        return outcome
                + ": "
                + (latest.task().isEmpty() ? "" : latest.task() + ": ")
                + latest.cause();
    }

    private void end(ClusterEnd.Status status, String diagnostics) {
        bound.cancel();
        if (ended.complete(new ClusterEnd(status, diagnostics))) {
            log.info("The cluster ends {}: {}", status, diagnostics);
        }
    }
}
