package org.holdfast.runtime.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Turns what the Dispatcher answers, when it does, into answers to requests. */
final class Replies {

    private static final ObjectMapper JSON =
            JsonMapper.builder().addModule(new Jdk8Module()).build();

    private final Executor executor;
    private final Duration timeout;

    /**
     * Replies that are written by {@code executor}.
     *
     * @param timeout how long the Dispatcher may take
     */
    Replies(Executor executor, Duration timeout) {
        this.executor = executor;
        this.timeout = timeout;
    }

    /** How long an answer may take. */
    Duration timeout() {
        return timeout;
    }

    /**
     * Leaves the request waiting, without a thread, until {@code answer} is there. The Dispatcher's
     * thread completes it, so everything after that hops off that thread first.
     */
    <T> void await(Context context, CompletableFuture<T> answer, Consumer<T> reply) {
        context.future(
                () ->
                        answer.copy()
                                .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                                .whenCompleteAsync((value, failure) -> {}, executor)
                                .thenAccept(reply));
    }

    /** Answers with JSON. */
    static void json(Context context, int status, Object value) {
        try {
            context.status(status)
                    .contentType("application/json")
                    .result(JSON.writeValueAsBytes(value));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(value.getClass() + " is not JSON", e);
        }
    }

    /** Answers with text. */
    static void text(Context context, String text) {
        context.contentType("text/plain; charset=utf-8").result(text);
    }
}
