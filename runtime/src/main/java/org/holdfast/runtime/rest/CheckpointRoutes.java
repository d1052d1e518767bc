package org.holdfast.runtime.rest;

import io.javalin.Javalin;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.holdfast.runtime.checkpoint.CheckpointException;
import org.holdfast.runtime.checkpoint.SavepointRequest;
import org.holdfast.runtime.dispatcher.DispatcherGateway;
import org.holdfast.runtime.dispatcher.JobStatus;
import org.holdfast.runtime.jobgraph.JobId;
import org.holdfast.runtime.rest.client.RequestId;

/** A job's checkpoints, and savepoints on demand. Paths and bodies are Flink's. */
final class CheckpointRoutes {

    private static final long LONGEST_WAIT_MILLIS = 1_000;

    private final DispatcherGateway dispatcher;
    private final SavepointOperations savepoints;
    private final RequestBodies bodies;
    private final Replies replies;

    /**
     * How long a question waits for its savepoint to end. A cluster of the job's own goes with the
     * job: it has to answer while it is there.
     */
    private final long waitMillis;

    CheckpointRoutes(
            DispatcherGateway dispatcher,
            SavepointOperations savepoints,
            RequestBodies bodies,
            Replies replies) {
        this.dispatcher = dispatcher;
        this.savepoints = savepoints;
        this.bodies = bodies;
        this.replies = replies;
        this.waitMillis = Math.min(LONGEST_WAIT_MILLIS, replies.timeout().toMillis() / 2);
    }

    void register(Javalin server) {
        server.get("/jobs/{id}/checkpoints", this::checkpoints);
        server.post("/jobs/{id}/savepoints", context -> ask(context, SavepointBodies::readTake));
        server.post("/jobs/{id}/stop", context -> ask(context, SavepointBodies::readStop));
        server.get("/jobs/{id}/savepoints/{request}", this::progress);
    }

    private void checkpoints(Context context) {
        JobId job = Parameters.id(context, JobId::new);
        replies.await(
                context,
                dispatcher.checkpoints(job),
                report ->
                        Replies.json(
                                context,
                                200,
                                report.orElseThrow(() -> Parameters.notFound("job", job))));
    }

    private void ask(Context context, Function<byte[], SavepointBodies.Asked> reading)
            throws IOException {
        JobId job = Parameters.id(context, JobId::new);
        RequestGuard.requireContentType(context, "application/json");
        SavepointBodies.Asked asked =
                reading.apply(
                        bodies.read(context, SavepointBodies.MAX_BYTES, InputStream::readAllBytes));
        replies.await(
                context,
                dispatcher.job(job),
                details -> {
                    begin(
                            job,
                            details.orElseThrow(() -> Parameters.notFound("job", job))
                                    .summary()
                                    .status(),
                            asked.request(),
                            asked.id());
                    Replies.json(context, 202, Map.of("request-id", asked.id()));
                });
    }

    /** A request that is repeated after the job ended with its savepoint gets its old answer. */
    private void begin(JobId job, JobStatus status, SavepointRequest request, RequestId id) {
        if (status.isTerminal() && savepoints.find(job, id).isEmpty()) {
            throw new HttpResponseException(
                    409,
                    "Job "
                            + job
                            + " has ended, it is "
                            + status
                            + ": there is nothing to take a savepoint of.");
        }
        savepoints.begin(job, id, request, () -> dispatcher.savepoint(job, request));
    }

    private void progress(Context context) {
        JobId job = Parameters.id(context, JobId::new);
        RequestId id = Parameters.part(context, "request", RequestId::new);
        CompletableFuture<Optional<String>> savepoint =
                savepoints
                        .find(job, id)
                        .orElseThrow(
                                () ->
                                        new HttpResponseException(
                                                404,
                                                "There is no savepoint request "
                                                        + id
                                                        + " of job "
                                                        + job
                                                        + ", or it ended more than "
                                                        + SavepointOperations.KEPT.toMinutes()
                                                        + " min ago."));
        replies.await(
                context,
                savepoint
                        .handle((path, failure) -> savepoint)
                        .completeOnTimeout(savepoint, waitMillis, TimeUnit.MILLISECONDS),
                waited -> Replies.json(context, 200, progress(job, waited)));
    }

    private static Map<String, Object> progress(
            JobId job, CompletableFuture<Optional<String>> savepoint) {
        return savepoint.isDone()
                ? Map.of("status", Map.of("id", "COMPLETED"), "operation", outcome(job, savepoint))
                : Map.of("status", Map.of("id", "IN_PROGRESS"));
    }

    private static Map<String, Object> outcome(
            JobId job, CompletableFuture<Optional<String>> savepoint) {
        try {
            Optional<String> path = savepoint.join();
            return path.isPresent()
                    ? Map.of("location", path.get())
                    : failure("Job " + job + " does not run any more.", CheckpointException.class);
        } catch (CompletionException e) {
            Throwable cause = e.getCause();
            return failure(
                    cause instanceof CheckpointException ? cause.getMessage() : cause.toString(),
                    cause.getClass());
        }
    }

    private static Map<String, Object> failure(String text, Class<?> type) {
        return Map.of("failure-cause", Map.of("class", type.getName(), "stack-trace", text));
    }
}
