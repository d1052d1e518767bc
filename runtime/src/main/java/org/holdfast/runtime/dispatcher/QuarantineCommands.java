package org.holdfast.runtime.dispatcher;

import static java.util.Objects.requireNonNull;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.holdfast.runtime.checkpoint.CheckpointSettings;
import org.holdfast.runtime.checkpoint.RestorePlan;
import org.holdfast.runtime.concurrent.FailureCause;
import org.holdfast.runtime.config.CheckpointOptions;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.jobgraph.JobGraph;
import org.holdfast.runtime.jobgraph.JobId;
import org.holdfast.runtime.jobmaster.JobPast;
import org.holdfast.runtime.jobmaster.JobServices;

/**
 * What an operator can have done about a quarantined job, one thing at a time. What fails leaves
 * the job where it is, with the reason. On the main thread.
 */
final class QuarantineCommands {

    private final JobRegistry registry;
    private final JobServices services;
    private final Dispatcher dispatcher;
    private final QuarantinedJobs quarantined;
    private final JobEnds ends;
    private final Set<JobId> busy = new HashSet<>();

    QuarantineCommands(
            JobRegistry registry,
            JobServices services,
            Dispatcher dispatcher,
            QuarantinedJobs quarantined,
            JobEnds ends) {
        this.registry = requireNonNull(registry, "registry");
        this.services = requireNonNull(services, "services");
        this.dispatcher = requireNonNull(dispatcher, "dispatcher");
        this.quarantined = requireNonNull(quarantined, "quarantined");
        this.ends = requireNonNull(ends, "ends");
    }

    /** Reads it once more, and starts it from its latest checkpoint. */
    CompletableFuture<Optional<JobStatus>> retry(JobId id) {
        return command(
                id,
                job ->
                        registry.recover(id, true)
                                .thenAccept(
                                        found ->
                                                start(
                                                        found,
                                                        JobPast.recovered(
                                                                found.ledger(),
                                                                found.checkpoints()))));
    }

    /**
     * Starts it from another checkpoint or savepoint, which is read first.
     *
     * @param path of its directory or of its metadata file
     */
    CompletableFuture<Optional<JobStatus>> restoreFrom(JobId id, String path) {
        return command(
                id,
                job ->
                        registry.recover(id, false)
                                .thenCompose(
                                        found ->
                                                requireFits(found.graph(), path)
                                                        .thenAccept(
                                                                fits ->
                                                                        start(
                                                                                found,
                                                                                JobPast
                                                                                        .restoredFrom(
                                                                                                found
                                                                                                        .ledger(),
                                                                                                path)))));
    }

    private CompletableFuture<Void> requireFits(JobGraph graph, String path) {
        Configuration effective = services.configuration().withAll(graph.settings());
        boolean dropUnknown = effective.get(CheckpointOptions.DROP_UNKNOWN_STATE);
        return services.checkpoints()
                .forJob(graph.id(), CheckpointSettings.of(effective))
                .load(path)
                .thenAccept(checkpoint -> RestorePlan.of(graph, checkpoint, dropUnknown));
    }

    private void start(RecoveredJob found, JobPast past) {
        if (found.cancelled()) {
            dispatcher.startCancelled(found.graph(), past);
        } else {
            dispatcher.start(found.graph(), past);
        }
        quarantined.remove(found.graph().id());
    }

    /** Ends it. What it has of checkpoints, and its jar, become the user's. */
    CompletableFuture<Optional<JobStatus>> drop(JobId id) {
        return command(
                id,
                job -> {
                    long now = services.wallClock().millis();
                    JobDetails details = QuarantinedJobs.detailsOfDropped(job, now);
                    JobResult result = new JobResult(id, Optional.empty(), details);
                    return registry.finish(result)
                            .thenRun(
                                    () -> {
                                        quarantined.remove(id);
                                        ends.onFoundEnded(result, true);
                                    });
                });
    }

    private CompletableFuture<Optional<JobStatus>> command(
            JobId id, Function<QuarantinedJob, CompletableFuture<Void>> action) {
        Optional<QuarantinedJob> job = quarantined.find(id);
        if (job.isEmpty()) {
            dispatcher
                    .job(id)
                    .ifPresent(
                            details -> {
                                throw new JobRejectedException(
                                        "Job "
                                                + id
                                                + " is "
                                                + details.summary().status()
                                                + ", not quarantined. Nothing was done.");
                            });
            return CompletableFuture.completedFuture(Optional.empty());
        }
        if (!busy.add(id)) {
            throw new JobRejectedException(
                    "Another command for job " + id + " is under way. Try again in a while.");
        }
        return action.apply(job.get())
                .handle((done, failure) -> onDone(job.get(), FailureCause.of(failure)));
    }

    private Optional<JobStatus> onDone(QuarantinedJob job, Throwable failure) {
        JobId id = job.id();
        busy.remove(id);
        if (failure != null) {
            throw new JobRejectedException(
                    "Job " + id + " stays quarantined: " + failure.getMessage());
        }
        return dispatcher.job(id).map(details -> details.summary().status());
    }
}
