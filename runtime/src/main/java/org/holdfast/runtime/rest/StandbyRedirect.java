package org.holdfast.runtime.rest;

import static java.util.Objects.requireNonNull;

import io.javalin.Javalin;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpStatus;

/**
 * Sends requests to the JobManager that leads while this one stands by, and refuses them while it
 * waits to be told who does. Only its own log and configuration are answered all the same.
 */
final class StandbyRedirect {

    private static final String LOG = "/jobmanager/log";
    private static final String CONFIGURATION = "/config";

    private final Standby standby;

    StandbyRedirect(Standby standby) {
        this.standby = requireNonNull(standby, "standby");
    }

    void register(Javalin server) {
        server.before(this::check);
    }

    private void check(Context context) {
        String path = context.path();
        if (path.equals(LOG) || path.equals(CONFIGURATION)) {
            return;
        }
        Optional<URI> leader = standby.leader();
        if (leader.isPresent()) {
            redirect(context, leader.get());
            return;
        }
        Optional<String> waitingFor = standby.waitingFor();
        if (waitingFor.isPresent()) {
            throw new HttpResponseException(
                    HttpStatus.SERVICE_UNAVAILABLE_503,
                    "This JobManager waits for " + waitingFor.get() + ".");
        }
    }

    private static void redirect(Context context, URI root) {
        String path = context.path();
        String query = context.queryString();
        String target = root.toString().replaceAll("/+$", "") + path;
        context.header("Location", query == null ? target : target + "?" + query);
        // with the same method and body
        Replies.json(
                context,
                HttpStatus.TEMPORARY_REDIRECT_307,
                Map.of(
                        "status",
                        "standby",
                        "leader",
                        root.toString(),
                        "message",
                        "This JobManager stands by. The one that leads is at " + root + "."));
        context.skipRemainingHandlers();
    }
}
