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

    Dispatcher(
            JobServices services,
            ClusterLifecycle lifecycle,
            RunningJobs running,
            EndedJobs ended) {
        this.services = requireNonNull(services, "services");
        this.lifecycle = requireNonNull(lifecycle, "lifecycle");
        this.running = requireNonNull(running, "running");
        this.ended = requireNonNull(ended, "ended");
    }

    /**
     * Accepts a job and starts it. The same job again changes nothing, even after it has ended.
     *
     * @throws JobRejectedException if it cannot be run, or its id is used by another
     */
    JobId submit(JobGraph graph) {
        services.mainThread().assertOwned();
        Optional<JobGraph> known = known(graph.id());
        if (known.isEmpty()) {
            accept(graph);
        } else if (!known.get().equals(graph)) {
            throw new JobRejectedException(
                    "job id "
                            + graph.id()
                            + " is used by another job, '"
                            + known.get().name()
                            + "'. Submit with another id.");
        }
        return graph.id();
    }

    private Optional<JobGraph> known(JobId id) {
        return running.find(id)
                .map(JobMaster::graph)
                .or(() -> ended.find(id).map(EndedJobs.EndedJob::graph));
    }

    private void accept(JobGraph graph) {
        lifecycle
                .whyNotAccepted(graph.id())
                .ifPresent(
                        reason -> {
                            throw new JobRejectedException(
                                    "job " + graph.id() + " is not accepted: " + reason);
                        });
        JobGraphCheck.check(graph);
        JobMaster job = jobMaster(graph);
        running.add(job);
        log.info(
                "Accepted job {} ({}); now {} jobs run.",
                graph.id(),
                graph.name(),
                running.all().size());
        job.start();
    }

    private JobMaster jobMaster(JobGraph graph) {
        try {
            return new JobMaster(graph, services, this::onJobEnded);
        } catch (InvalidConfigurationException e) {
            throw new JobRejectedException("job " + graph.id() + ": " + e.getMessage());
        }
    }

    private void onJobEnded(JobMaster job) {
        running.remove(job);
        ended.add(job);
        lifecycle.onJobEnded(job.details());
    }

    /** Newest first. */
    List<JobSummary> jobs() {
        List<JobSummary> all = new ArrayList<>(ended.summaries());
        running.all().stream().map(JobMaster::summary).forEach(all::add);
        Collections.reverse(all);
        all.sort(Comparator.comparingLong(JobSummary::startTime).reversed());
        return List.copyOf(all);
    }

    Optional<JobDetails> job(JobId id) {
        return running.find(id)
                .map(JobMaster::details)
                .or(() -> ended.find(id).map(EndedJobs.EndedJob::details));
    }

    /** Begins to cancel a job and returns its status then; empty if there is no such job. */
    Optional<JobStatus> cancel(JobId id) {
        running.find(id).ifPresent(JobMaster::cancel);
        return job(id).map(details -> details.summary().status());
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
                .or(() -> ended.find(id).map(EndedJobs.EndedJob::checkpoints));
    }

    int countRunning() {
        return running.all().size();
    }

    int countEnded(JobStatus status) {
        return ended.count(status);
    }
}
