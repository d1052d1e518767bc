package org.holdfast.runtime.rest;

import static java.util.Objects.requireNonNull;

import io.javalin.Javalin;
import io.javalin.http.Context;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpStatus;

/**
 * Sends requests to the JobManager that leads while this one stands by. Only its own log and
 * configuration are answered here.
 */
final class StandbyRedirect {

    private static final String LOG = "/jobmanager/log";
    private static final String CONFIGURATION = "/config";

    private final Supplier<Optional<URI>> leader;

    /**
     * @param leader the root of the interface of the JobManager this one stands by for; empty while
     *     it leads itself or nobody is known to
     */
    StandbyRedirect(Supplier<Optional<URI>> leader) {
        this.leader = requireNonNull(leader, "leader");
    }

    void register(Javalin server) {
        server.before(context -> leader.get().ifPresent(root -> redirect(context, root)));
    }

    private static void redirect(Context context, URI root) {
        String path = context.path();
        if (path.equals(LOG) || path.equals(CONFIGURATION)) {
            return;
        }
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
