package org.holdfast.runtime.rest;

import io.javalin.Javalin;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Map;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.config.Secrets;
import org.holdfast.runtime.dispatcher.DispatcherGateway;
import org.holdfast.runtime.log.LogTail;

/** The cluster as a whole. */
final class ClusterRoutes {

    private final DispatcherGateway dispatcher;
    private final LogTail log;
    private final Configuration configuration;
    private final Replies replies;

    ClusterRoutes(
            DispatcherGateway dispatcher,
            LogTail log,
            Configuration configuration,
            Replies replies) {
        this.dispatcher = dispatcher;
        this.log = log;
        this.configuration = configuration;
        this.replies = replies;
    }

    void register(Javalin server) {
        server.get("/overview", this::overview);
        server.get("/cluster/recovery", this::recovery);
        server.get("/config", this::configuration);
        server.get("/jobmanager/log", this::log);
        server.delete("/cluster", this::shutDown);
    }

    private void overview(Context context) {
        replies.await(
                context, dispatcher.overview(), overview -> Replies.json(context, 200, overview));
    }

    private void recovery(Context context) {
        replies.await(
                context, dispatcher.recovery(), timeline -> Replies.json(context, 200, timeline));
    }

    private void configuration(Context context) {
        Replies.json(context, 200, Map.of("configuration", Secrets.redact(configuration)));
    }

    private void log(Context context) throws IOException {
        try {
            Replies.text(context, log.read(Parameters.logBytes(context)));
        } catch (NoSuchFileException e) {
            throw new HttpResponseException(
                    404, "The JobManager writes no log file; its output says more.");
        }
    }

    private void shutDown(Context context) {
        replies.await(
                context,
                dispatcher.shutDown("stopped by a client at " + context.ip()),
                done -> Replies.json(context, 202, Map.of("status", "shutting down")));
    }
}
