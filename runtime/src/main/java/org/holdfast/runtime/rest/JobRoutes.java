package org.holdfast.runtime.rest;

import io.javalin.Javalin;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.holdfast.ha.store.BlobStore;
import org.holdfast.runtime.dispatcher.DispatcherGateway;
import org.holdfast.runtime.dispatcher.JobStatus;
import org.holdfast.runtime.jobgraph.JobGraph;
import org.holdfast.runtime.jobgraph.JobGraphJson;
import org.holdfast.runtime.jobgraph.JobId;

/** Jobs: what there is, submitting, cancelling. */
final class JobRoutes {

    private final DispatcherGateway dispatcher;
    private final BlobStore blobs;
    private final RequestBodies bodies;
    private final Replies replies;

    private record JobState(JobId id, JobStatus status) {}

    JobRoutes(
            DispatcherGateway dispatcher, BlobStore blobs, RequestBodies bodies, Replies replies) {
        this.dispatcher = dispatcher;
        this.blobs = blobs;
        this.bodies = bodies;
        this.replies = replies;
    }

    void register(Javalin server) {
        server.get("/jobs", this::states);
        server.get("/jobs/overview", this::overview);
        server.get("/jobs/{id}", this::details);
        server.post("/jobs", this::submit);
        server.patch("/jobs/{id}", this::change);
        server.post("/jobs/{id}/cancel", this::cancel);
    }

    private void states(Context context) {
        replies.await(
                context,
                dispatcher.jobs(),
                jobs ->
                        Replies.json(
                                context,
                                200,
                                Map.of(
                                        "jobs",
                                        jobs.stream()
                                                .map(job -> new JobState(job.id(), job.status()))
                                                .toList())));
    }

    private void overview(Context context) {
        replies.await(
                context,
                dispatcher.jobs(),
                jobs -> Replies.json(context, 200, Map.of("jobs", jobs)));
    }

    private void details(Context context) {
        JobId id = Parameters.id(context, JobId::new);
        replies.await(
                context,
                dispatcher.job(id),
                job ->
                        Replies.json(
                                context,
                                200,
                                job.orElseThrow(() -> Parameters.notFound("job", id))));
    }

    private void submit(Context context) throws IOException {
        RequestGuard.requireContentType(context, "application/json");
        JobGraph graph =
                read(bodies.read(context, JobGraphJson.MAX_BYTES, InputStream::readAllBytes));
        String jar = graph.code().jarDigest();
        if (!blobs.contains(jar)) {
            throw new HttpResponseException(
                    409,
                    "The job's jar " + jar + " is not here. PUT it to /blobs/" + jar + " first.");
        }
        replies.await(
                context,
                dispatcher.submit(graph),
                id -> Replies.json(context, 202, Map.of("jobid", id)));
    }

    private static JobGraph read(byte[] body) {
        try {
            return JobGraphJson.read(body);
        } catch (IOException e) {
            throw new HttpResponseException(400, e.getMessage());
        }
    }

    private void change(Context context) {
        String mode = context.queryParam("mode");
        if (!"cancel".equals(mode)) {
            throw new HttpResponseException(400, "mode: '" + mode + "' (expected: cancel)");
        }
        cancel(context);
    }

    private void cancel(Context context) {
        JobId id = Parameters.id(context, JobId::new);
        replies.await(
                context,
                dispatcher.cancel(id),
                status ->
                        Replies.json(
                                context,
                                202,
                                Map.of(
                                        "status",
                                        status.orElseThrow(() -> Parameters.notFound("job", id)))));
    }
}
