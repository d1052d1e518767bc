package org.holdfast.runtime.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.holdfast.runtime.checkpoint.SavepointRequest;
import org.holdfast.runtime.jobgraph.JobId;
import org.holdfast.runtime.rest.client.RequestId;
import org.junit.jupiter.api.Test;

class SavepointOperationsTest {

    private static final JobId JOB = JobId.random();
    private static final SavepointRequest REQUEST =
            new SavepointRequest("", SavepointRequest.Mode.GO_ON);

    private long now = Long.MAX_VALUE - 1;
    private final SavepointOperations operations = new SavepointOperations(() -> now);

    @Test
    void forgetsAnOutcomeAfterAWhile() {
        CompletableFuture<Optional<String>> savepoint = new CompletableFuture<>();
        RequestId id = begin(savepoint);
        now += 10 * SavepointOperations.KEPT.toNanos();
        assertThat(operations.find(JOB, id)).hasValue(savepoint);

        savepoint.complete(Optional.of("path"));
        now += SavepointOperations.KEPT.toNanos();
        assertThat(operations.find(JOB, id)).hasValue(savepoint);
        now++;

        assertThat(operations.find(JOB, id)).isEmpty();
    }

    @Test
    void refusesMoreThanItCanHold() {
        List<CompletableFuture<Optional<String>>> savepoints = new ArrayList<>();
        for (int i = 0; i < SavepointOperations.MOST; i++) {
            savepoints.add(new CompletableFuture<>());
            begin(savepoints.get(i));
        }

        assertThatThrownBy(() -> begin(new CompletableFuture<>()))
                .hasMessageContaining("100 savepoints are being taken already");

        savepoints.get(50).complete(Optional.of("path"));
        RequestId id = begin(new CompletableFuture<>());
        assertThat(operations.find(JOB, id)).isPresent();
    }

    @Test
    void dropsTheOldestOutcomeToMakeRoom() {
        RequestId first = begin(CompletableFuture.completedFuture(Optional.of("path")));
        RequestId second = begin(CompletableFuture.completedFuture(Optional.of("path")));
        for (int i = 2; i <= SavepointOperations.MOST; i++) {
            begin(new CompletableFuture<>());
        }

        assertThat(operations.find(JOB, first)).isEmpty();
        assertThat(operations.find(JOB, second)).isPresent();
    }

    private RequestId begin(CompletableFuture<Optional<String>> savepoint) {
        RequestId id = RequestId.random();
        operations.begin(JOB, id, REQUEST, () -> savepoint);
        return id;
    }
}
