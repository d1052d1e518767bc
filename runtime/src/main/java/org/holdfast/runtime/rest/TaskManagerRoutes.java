package org.holdfast.runtime.rest;

import io.javalin.Javalin;
import io.javalin.http.Context;
import java.util.Map;
import org.holdfast.runtime.dispatcher.DispatcherGateway;
import org.holdfast.runtime.taskmanager.TaskManagerId;

/** The TaskManagers. */
final class TaskManagerRoutes {

    private final DispatcherGateway dispatcher;
    private final Replies replies;

    TaskManagerRoutes(DispatcherGateway dispatcher, Replies replies) {
        this.dispatcher = dispatcher;
        this.replies = replies;
    }

    void register(Javalin server) {
        server.get("/taskmanagers", this::all);
        server.get("/taskmanagers/{id}", this::one);
        server.get("/taskmanagers/{id}/log", this::log);
    }

    private void all(Context context) {
        replies.await(
                context,
                dispatcher.taskManagers(),
                all -> Replies.json(context, 200, Map.of("taskmanagers", all)));
    }

    private void one(Context context) {
        TaskManagerId id = Parameters.id(context, TaskManagerId::new);
        replies.await(
                context,
                dispatcher.taskManagers(),
                all ->
                        Replies.json(
                                context,
                                200,
                                all.stream()
                                        .filter(one -> one.registration().id().equals(id))
                                        .findFirst()
                                        .orElseThrow(
                                                () -> Parameters.notFound("TaskManager", id))));
    }

    private void log(Context context) {
        TaskManagerId id = Parameters.id(context, TaskManagerId::new);
        replies.await(
                context,
                dispatcher.taskManagerLog(id.text(), Parameters.logBytes(context)),
                log ->
                        Replies.text(
                                context,
                                log.orElseThrow(() -> Parameters.notFound("TaskManager", id))));
    }
}
