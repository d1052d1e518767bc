package org.holdfast.runtime.rest;

import io.javalin.Javalin;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.holdfast.runtime.dispatcher.DispatcherGateway;
import org.holdfast.runtime.dispatcher.JobStatus;
import org.holdfast.runtime.jobgraph.JobId;

/** What an operator can have done about a job that cannot be recovered as it is. */
final class QuarantineRoutes {

    private final DispatcherGateway dispatcher;
    private final RequestBodies bodies;
    private final Replies replies;

    QuarantineRoutes(DispatcherGateway dispatcher, RequestBodies bodies, Replies replies) {
        this.dispatcher = dispatcher;
        this.bodies = bodies;
        this.replies = replies;
    }

    void register(Javalin server) {
        server.post("/jobs/{id}/retry", this::retry);
        server.post("/jobs/{id}/drop", this::drop);
        server.post("/jobs/{id}/restore", this::restore);
    }

    private void retry(Context context) {
        JobId id = Parameters.id(context, JobId::new);
        answer(context, id, dispatcher.retry(id));
    }

    private void drop(Context context) {
        JobId id = Parameters.id(context, JobId::new);
        answer(context, id, dispatcher.drop(id));
    }

    private void restore(Context context) throws IOException {
        JobId id = Parameters.id(context, JobId::new);
        RequestGuard.requireContentType(context, "application/json");
        String path =
                SavepointBodies.readRestore(
                        bodies.read(context, SavepointBodies.MAX_BYTES, InputStream::readAllBytes));
        answer(context, id, dispatcher.restoreFrom(id, path));
    }

    private void answer(Context context, JobId id, CompletableFuture<Optional<JobStatus>> command) {
        replies.await(
                context,
                command,
                status ->
                        Replies.json(
                                context,
                                202,
                                Map.of(
                                        "status",
                                        status.orElseThrow(() -> Parameters.notFound("job", id)))));
    }
}
