package org.holdfast.runtime.rest;

import static java.util.Objects.requireNonNull;

import io.javalin.http.HttpResponseException;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.holdfast.runtime.checkpoint.SavepointRequest;
import org.holdfast.runtime.jobgraph.JobId;
import org.holdfast.runtime.rest.client.RequestId;

/**
 * The savepoints that clients asked for, so that they can come back and hear what became of them.
 * There are at most {@value #MOST}: an outcome goes {@link #KEPT} after it was known, or earlier to
 * make room, oldest first. Thread-safe.
 */
final class SavepointOperations {

    static final int MOST = 100;
    static final Duration KEPT = Duration.ofMinutes(5);

    private final LongSupplier nanoTime;
    private final Map<Key, Operation> operations = new LinkedHashMap<>();

    private record Key(JobId job, RequestId id) {}

    private static final class Operation {
        private final SavepointRequest request;
        private CompletableFuture<Optional<String>> savepoint;
        private boolean ended;
        private long endNanos;

        private Operation(SavepointRequest request) {
            this.request = request;
        }
    }

    /**
     * @param nanoTime monotonic
     */
    SavepointOperations(LongSupplier nanoTime) {
        this.nanoTime = requireNonNull(nanoTime, "nanoTime");
    }

    /**
     * Takes a savepoint, unless this very request was made before.
     *
     * @throws HttpResponseException if the id was given to another request, or if too many
     *     savepoints are being taken
     */
    synchronized void begin(
            JobId job,
            RequestId id,
            SavepointRequest request,
            Supplier<CompletableFuture<Optional<String>>> take) {
        removeOld();
        Key key = new Key(job, id);
        Operation known = operations.get(key);
        if (known != null) {
            if (!known.request.equals(request)) {
                throw new HttpResponseException(
                        409,
                        "Request " + id + " asked for another savepoint before. Use a new id.");
            }
            return;
        }
        makeRoom();
        Operation operation = new Operation(request);
        operation.savepoint = take.get();
        operations.put(key, operation);
        operation.savepoint.whenComplete((path, failure) -> onEnded(operation));
    }

    /** The savepoint that was asked for; empty if it is not known, or not any more. */
    synchronized Optional<CompletableFuture<Optional<String>>> find(JobId job, RequestId id) {
        removeOld();
        return Optional.ofNullable(operations.get(new Key(job, id)))
                .map(operation -> operation.savepoint);
    }

    private synchronized void onEnded(Operation operation) {
        operation.ended = true;
        operation.endNanos = nanoTime.getAsLong();
    }

    private void removeOld() {
        long now = nanoTime.getAsLong();
        operations
                .values()
                .removeIf(
                        operation -> operation.ended && now - operation.endNanos > KEPT.toNanos());
    }

    private void makeRoom() {
        Iterator<Operation> oldestFirst = operations.values().iterator();
        while (operations.size() >= MOST && oldestFirst.hasNext()) {
            if (oldestFirst.next().ended) {
                oldestFirst.remove();
            }
        }
        if (operations.size() >= MOST) {
            throw new HttpResponseException(
                    503,
                    MOST + " savepoints are being taken already. Try again when some are done.");
        }
    }
}
