package org.holdfast.runtime.dispatcher;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.holdfast.runtime.checkpoint.CheckpointException;
import org.holdfast.runtime.checkpoint.CheckpointReport;
import org.holdfast.runtime.checkpoint.SavepointRequest;
import org.holdfast.runtime.config.InvalidConfigurationException;
import org.holdfast.runtime.jobgraph.JobGraph;
import org.holdfast.runtime.jobgraph.JobId;
import org.holdfast.runtime.jobmaster.JobMaster;
import org.holdfast.runtime.jobmaster.JobPast;
import org.holdfast.runtime.jobmaster.JobServices;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Accepts jobs, runs a JobMaster for each, and knows what became of them. On the main thread. */
final class Dispatcher {

    private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);

    private final JobServices services;
    private final ClusterLifecycle lifecycle;
    private final RunningJobs running;
    private final EndedJobs ended;
    private final QuarantinedJobs quarantined;
    private final Submissions submissions;
    private final JobCancellation cancellation;
    private final JobEnds ends;

    Dispatcher(
            JobServices services,
            ClusterLifecycle lifecycle,
            RunningJobs running,
            EndedJobs ended,
            QuarantinedJobs quarantined,
            Submissions submissions,
            JobCancellation cancellation,
            JobEnds ends) {
        this.services = requireNonNull(services, "services");
        this.lifecycle = requireNonNull(lifecycle, "lifecycle");
        this.running = requireNonNull(running, "running");
        this.ended = requireNonNull(ended, "ended");
        this.quarantined = requireNonNull(quarantined, "quarantined");
        this.submissions = requireNonNull(submissions, "submissions");
        this.cancellation = requireNonNull(cancellation, "cancellation");
        this.ends = requireNonNull(ends, "ends");
    }

    /**
     * Accepts a job and starts it. The same job again changes nothing, even after it has ended.
     *
     * @return completes when the job is durable, at once if it is; fails with {@link
     *     JobRejectedException} if it cannot be run, or its id is used by another
     */
    CompletableFuture<JobId> submit(JobGraph graph) {
        return submit(graph, false);
    }

    /** As {@link #submit(JobGraph)}, but waits for the storage for as long as it takes. */
    CompletableFuture<JobId> submitPatiently(JobGraph graph) {
        return submit(graph, true);
    }

    private CompletableFuture<JobId> submit(JobGraph graph, boolean patient) {
        services.mainThread().assertOwned();
        JobId id = graph.id();
        quarantined.find(id).ifPresent(Dispatcher::rejectForQuarantined);
        Optional<JobGraph> stored =
                running.find(id)
                        .map(JobMaster::graph)
                        .or(() -> ended.find(id).flatMap(EndedJobs.EndedJob::graph));
        Optional<JobGraph> known = stored.or(() -> submissions.find(id));
        if (known.isPresent()) {
            requireEqual(graph, known.get());
            return stored.isPresent()
                    ? CompletableFuture.completedFuture(id)
                    : submissions.answerOf(id);
        }
        ended.find(id).ifPresent(job -> rejectForDropped(id));
        requireAccepted(graph);
        JobMaster job = jobMaster(graph, JobPast.NONE); // what cannot be run is not stored
        return submissions.store(graph, patient, () -> run(job, "Accepted"));
    }

    private static void rejectForQuarantined(QuarantinedJob job) {
        throw new JobRejectedException(
                "job id "
                        + job.id()
                        + " is used by a quarantined job. Retry, restore or drop that one, or"
                        + " submit with another id.");
    }

    private static void rejectForDropped(JobId id) {
        throw new JobRejectedException(
                "job id " + id + " was used by a job that was dropped. Submit with another id.");
    }

    private static void requireEqual(JobGraph submitted, JobGraph known) {
        if (!known.equals(submitted)) {
            throw new JobRejectedException(
                    "job id "
                            + known.id()
                            + " is used by another job, '"
                            + known.name()
                            + "'. Submit with another id.");
        }
    }

    private void requireAccepted(JobGraph graph) {
        lifecycle
                .whyNotAccepted(graph.id())
                .ifPresent(
                        reason -> {
                            throw new JobRejectedException(
                                    "job " + graph.id() + " is not accepted: " + reason);
                        });
        JobGraphCheck.check(graph);
    }

    private JobMaster jobMaster(JobGraph graph, JobPast past) {
        try {
            return new JobMaster(graph, past, services, ends);
        } catch (InvalidConfigurationException e) {
            throw new JobRejectedException("job " + graph.id() + ": " + e.getMessage());
        }
    }

    /**
     * Starts a job that was stored before.
     *
     * @throws RuntimeException if what is known of it does not hold together; nothing is started
     */
    void start(JobGraph graph, JobPast past) {
        run(jobMaster(graph, past), "Recovered");
    }

    private void run(JobMaster job, String how) {
        running.add(job);
        log.info(
                "{} job {} ({}); now {} jobs run.",
                how,
                job.graph().id(),
                job.graph().name(),
                running.all().size());
        job.start();
        if (lifecycle.whyShuttingDown().isPresent()) {
            cancellation.cancel(job);
        }
    }

    /** Ends a job that is durable, as it was told before this JobManager led. */
    void startCancelled(JobGraph graph, JobPast past) {
        JobMaster job = jobMaster(graph, past);
        running.add(job);
        log.info("Job {} ({}) is to be cancelled, as before.", graph.id(), graph.name());
        job.startCancelled();
    }

    /** Newest first. */
    List<JobSummary> jobs() {
        List<JobSummary> all = new ArrayList<>(ended.summaries());
        running.all().stream().map(JobMaster::summary).forEach(all::add);
        quarantined.all().stream().map(QuarantinedJobs::summaryOf).forEach(all::add);
        Collections.reverse(all);
        all.sort(Comparator.comparingLong(JobSummary::startTime).reversed());
        return List.copyOf(all);
    }

    Optional<JobDetails> job(JobId id) {
        return running.find(id)
                .map(JobMaster::details)
                .or(() -> quarantined.find(id).map(QuarantinedJobs::detailsOf))
                .or(() -> ended.find(id).map(EndedJobs.EndedJob::details));
    }

    /**
     * Begins to cancel a job; its status then, empty if there is no such job.
     *
     * @return completes when it is durable that the job is cancelled
     */
    CompletableFuture<Optional<JobStatus>> cancel(JobId id) {
        if (quarantined.find(id).isPresent()) {
            throw new JobRejectedException(
                    "Job " + id + " is quarantined: nothing of it runs. Drop it instead.");
        }
        return running.find(id)
                .map(cancellation::cancel)
                .orElseGet(() -> CompletableFuture.completedFuture(null))
                .thenApply(done -> job(id).map(details -> details.summary().status()));
    }

    /** Takes a savepoint; empty if there is no such job. */
    CompletableFuture<Optional<String>> savepoint(JobId id, SavepointRequest request) {
        return running.find(id)
                .map(job -> job.savepoint(request).thenApply(Optional::of))
                .orElseGet(() -> refuseSavepoint(id));
    }

    private CompletableFuture<Optional<String>> refuseSavepoint(JobId id) {
        return job(id).map(
                        details ->
                                CompletableFuture.<Optional<String>>failedFuture(
                                        new CheckpointException(
                                                "job "
                                                        + id
                                                        + " is "
                                                        + details.summary().status()
                                                        + "; only of a running job a savepoint can"
                                                        + " be taken")))
                .orElseGet(() -> CompletableFuture.completedFuture(Optional.empty()));
    }

    /** A job's checkpoints; empty if there is no such job. */
    Optional<CheckpointReport> checkpoints(JobId id) {
        return running.find(id)
                .map(JobMaster::checkpoints)
                .or(() -> ended.find(id).map(EndedJobs.EndedJob::checkpoints))
                .or(() -> quarantined.find(id).map(job -> CheckpointReport.NONE));
    }

    int countRunning() {
        return running.all().size();
    }

    int countEnded(JobStatus status) {
        return ended.count(status);
    }
}
