package org.holdfast.runtime.simulation.world;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.holdfast.runtime.checkpoint.SavepointRequest;
import org.holdfast.runtime.concurrent.FailureCause;
import org.holdfast.runtime.dispatcher.DispatcherGateway;
import org.holdfast.runtime.dispatcher.JobRejectedException;
import org.holdfast.runtime.jobgraph.JobGraph;
import org.holdfast.runtime.jobgraph.JobId;

/**
 * Submits, submits again, cancels, takes savepoints, and remembers what it was answered: what was
 * acknowledged must stay true (I6, I7), what it cancelled must not run.
 */
final class SimClient {

    private static final long PATIENCE_MILLIS = 15_000;

    private final World world;
    private final Map<JobId, JobGraph> jobs = new HashMap<>();
    private final Set<JobId> acknowledged = new HashSet<>();
    private final Set<JobId> asked = new HashSet<>();
    private final Set<JobId> cancelled = new HashSet<>();
    private final Set<JobId> stopped = new HashSet<>();

    SimClient(World world) {
        this.world = world;
    }

    /**
     * Asks whoever leads.
     *
     * @param answer hears the value or the failure, at most once; a JobManager that dies says
     *     nothing
     * @return false if nobody can be asked
     */
    private <T> boolean ask(
            Function<DispatcherGateway, CompletableFuture<T>> question,
            BiConsumer<T, Throwable> answer) {
        Optional<SimJobManager> leader = world.publishedJobManager();
        leader.ifPresent(
                asked ->
                        asked.after(
                                1 + world.random().nextInt(30),
                                () ->
                                        question.apply(asked.dispatcher())
                                                .whenComplete(
                                                        (value, failure) ->
                                                                hear(
                                                                        () ->
                                                                                answer.accept(
                                                                                        value,
                                                                                        FailureCause
                                                                                                .of(
                                                                                                        failure))))));
        return leader.isPresent();
    }

    private void hear(Runnable news) {
        world.time().schedule(1 + world.random().nextInt(30), world.outside(), news);
    }

    private void later(long millis, Runnable action) {
        world.time().schedule(millis, world.outside(), action);
    }

    // ---------------------------------------------------------------- submission

    /** Submits until somebody acknowledges. */
    void submit(JobGraph job) {
        jobs.put(job.id(), job);
        world.uploadJar(job);
        boolean asked =
                ask(
                        dispatcher -> dispatcher.submit(job),
                        (id, failure) -> onSubmitted(job, failure));
        later(
                asked ? PATIENCE_MILLIS : 500,
                () -> {
                    if (!acknowledged.contains(job.id())) {
                        submit(job);
                    }
                });
    }

    private void onSubmitted(JobGraph job, Throwable failure) {
        JobId id = job.id();
        boolean known =
                world.coordination().look("jobs/" + id.hex() + "/graph").isPresent()
                        || world.coordination().look("results/" + id.hex()).isPresent();
        if (failure == null) {
            acknowledged.add(id);
            world.trace(() -> "the client hears that job " + id + " is accepted");
            world.verdict()
                    .require(known, "I6", () -> "job " + id + " is acknowledged, and not stored");
        } else if (failure instanceof JobRejectedException) {
            // it has ended, and who has not run it does not know its content any more
            boolean ended = world.coordination().look("results/" + id.hex()).isPresent();
            boolean forNow = failure.getMessage().contains("it cannot be stored");
            if (forNow && !ended) {
                return;
            }
            world.verdict()
                    .require(
                            ended,
                            "I7",
                            () -> "job " + id + " is rejected: " + failure.getMessage());
            acknowledged.add(id);
        }
    }

    /** The same job again, or another with its id. */
    void submitAgain(boolean other) {
        pick().ifPresent(
                        job -> {
                            world.uploadJar(job);
                            JobGraph graph = other ? Plan.impostorOf(job) : job;
                            ask(
                                    dispatcher -> dispatcher.submit(graph),
                                    (id, failure) -> onSubmittedAgain(job, other, failure));
                        });
    }

    private void onSubmittedAgain(JobGraph job, boolean other, Throwable failure) {
        world.faults().onDuplicate();
        if (!other) {
            onSubmitted(job, failure);
        } else {
            world.verdict()
                    .require(
                            failure != null || !acknowledged.contains(job.id()),
                            "I7",
                            () -> "another job is accepted with the id of " + job.id());
        }
    }

    private Optional<JobGraph> pick() {
        var known = acknowledged.stream().sorted().toList();
        return known.isEmpty()
                ? Optional.empty()
                : Optional.of(jobs.get(known.get(world.random().nextInt(known.size()))));
    }

    // ---------------------------------------------------------------- cancel and savepoint

    void cancelSome() {
        pick().ifPresent(job -> cancel(job.id()));
    }

    void cancel(JobId job) {
        asked.add(job);
        ask(
                dispatcher -> dispatcher.cancel(job),
                (status, failure) -> {
                    if (failure == null) {
                        onCancelled(job, status.isPresent());
                    }
                });
    }

    private void onCancelled(JobId job, boolean found) {
        boolean ended = world.coordination().look("results/" + job.hex()).isPresent();
        boolean durable = world.coordination().look("jobs/" + job.hex() + "/cancel").isPresent();
        world.verdict()
                .require(found || ended, "I6", () -> "job " + job + " is not found any more");
        world.verdict()
                .require(
                        ended || durable,
                        "I6",
                        () -> "that " + job + " is cancelled is acknowledged, and not stored");
        cancelled.add(job);
        world.faults().onCancelled();
    }

    void takeSavepoint(boolean stop) {
        SavepointRequest.Mode mode =
                stop ? SavepointRequest.Mode.STOP : SavepointRequest.Mode.GO_ON;
        pick().ifPresent(job -> takeSavepoint(job.id(), stop, mode));
    }

    private void takeSavepoint(JobId job, boolean stop, SavepointRequest.Mode mode) {
        SavepointRequest request = new SavepointRequest(SimFileSystem.ROOT + "/savepoints", mode);
        if (stop) {
            stopped.add(job);
        }
        ask(
                dispatcher -> dispatcher.savepoint(job, request),
                (path, failure) -> onSavepoint(job, path));
    }

    private void onSavepoint(JobId job, Optional<String> path) {
        if (path == null || path.isEmpty()) {
            return;
        }
        world.faults().onSavepoint();
        world.verdict()
                .require(
                        world.disk().look(FileChecks.pathOf(path.get())).isPresent(),
                        "I4",
                        () -> "savepoint " + path.get() + " of " + job + " is not there");
    }

    // ---------------------------------------------------------------- what the checks ask

    boolean hasCancelled(JobId job) {
        return asked.contains(job);
    }

    /** Whether a job was acknowledged to be cancelled. */
    boolean isCancelled(JobId job) {
        return cancelled.contains(job);
    }

    Set<JobId> acknowledged() {
        return Set.copyOf(acknowledged);
    }

    JobGraph graph(JobId job) {
        return jobs.get(job);
    }

    /** Whether it has asked for a job to be stopped with a savepoint. */
    boolean hasStopped(JobId job) {
        return stopped.contains(job);
    }
}
