package org.holdfast.ha.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.holdfast.ha.fault.FaultPoint;
import org.holdfast.ha.leader.CoordinationStore;
import org.holdfast.ha.leader.LossyCoordinationStore.Loss;
import org.holdfast.ha.storage.StorageDirectories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What holds after a fault at every step of every durable operation. A cell is an operation, one of
 * its fault points and a fault; the points are those the operation really passes. The run prints
 * the table of its cells.
 */
public abstract class StoreFaultContract {

    /** The steps of the protocol that are in here; {@code +} is after the step. */
    private static final Set<String> STEPS =
            Set.of(
                    "U2", "U2+", "U3", "U3+", "U4", "U5", "U5+", "U6", "L1", "L1+", "L2", "L2+",
                    "L3", "L4", "L4+", "L5", "X2", "X2+", "C4", "C4+", "C5", "C6", "C6+", "C7",
                    "C9", "C9+", "C10", "C11", "C11+", "X4", "X4+", "X5", "X6", "X6+", "X7", "X7+",
                    "X8", "X8+", "X9", "X9+");

    private static final List<String> table = Collections.synchronizedList(new ArrayList<>());
    private static final AtomicInteger clusters = new AtomicInteger();

    private final List<CoordinationStore> sessions = new ArrayList<>();

    /** A new session with what a cluster of this name keeps in the coordination store. */
    protected abstract CoordinationStore connect(String cluster) throws IOException;

    /** Where a cluster of this name keeps its files: a path of its own. */
    protected abstract String directory(String cluster);

    /** Knows the file system. */
    protected Configuration hadoop() {
        return new Configuration(false);
    }

    @BeforeAll
    static void startTable() {
        table.clear();
    }

    @AfterAll
    static void printTable() {
        System.out.println("| operation | point | fault | seen | invariants |");
        System.out.println("|---|---|---|---|---|");
        table.forEach(System.out::println);
        System.out.printf("%d cells%n", table.size());
    }

    @AfterEach
    void close() {
        FaultPoint.onHit(null);
        closeSessions();
    }

    private void closeSessions() {
        sessions.forEach(this::close);
        sessions.clear();
    }

    /** Ends a session that is not needed any more; need not wait for it. */
    protected void close(CoordinationStore session) {
        session.close();
    }

    @Test
    void everyStepIsPassed() throws IOException {
        Set<String> passed = new TreeSet<>();
        for (StoreOperation operation : StoreOperation.values()) {
            passed.addAll(pointsOf(operation));
        }
        assertThat(passed).containsExactlyInAnyOrderElementsOf(STEPS);
    }

    @TestFactory
    Stream<DynamicTest> theProcessDies() throws IOException {
        return cells((cell, operation, point) -> cell.dies(operation, point), "dies");
    }

    @TestFactory
    Stream<DynamicTest> theProcessStopsUntilAnotherLeads() throws IOException {
        return cells((cell, operation, point) -> cell.stops(operation, point), "stops, goes on");
    }

    @TestFactory
    Stream<DynamicTest> theRequestIsLost() throws IOException {
        return losses(Loss.BEFORE_THE_CHANGE, "request lost");
    }

    @TestFactory
    Stream<DynamicTest> theReplyIsLost() throws IOException {
        return losses(Loss.OF_THE_REPLY, "reply lost");
    }

    @TestFactory
    Stream<DynamicTest> theConnectionIsLostAfterTheChange() throws IOException {
        return losses(Loss.OF_THE_CONNECTION, "reply lost, no reading back");
    }

    private Stream<DynamicTest> losses(Loss loss, String name) throws IOException {
        return cells((cell, operation, point) -> cell.loses(operation, point, loss), name);
    }

    /** Tries a fault; tells what was seen, nothing if the fault has no effect at this point. */
    @FunctionalInterface
    private interface Attempt {
        String in(FaultCell cell, StoreOperation operation, int point) throws IOException;
    }

    private Stream<DynamicTest> cells(Attempt attempt, String fault) throws IOException {
        List<DynamicTest> cells = new ArrayList<>();
        for (StoreOperation operation : StoreOperation.values()) {
            List<String> points = pointsOf(operation);
            for (int i = 0; i < points.size(); i++) {
                int point = i;
                cells.add(
                        cell(
                                operation,
                                points.get(i),
                                fault,
                                (cell, of) -> attempt.in(cell, of, point)));
            }
        }
        return cells.stream();
    }

    /** Tries a fault that is not tied to a point. */
    @FunctionalInterface
    interface AttemptAnywhere {
        String in(FaultCell cell, StoreOperation operation) throws IOException;
    }

    /** A cell per operation. */
    final Stream<DynamicTest> operations(String fault, AttemptAnywhere attempt) {
        return Stream.of(StoreOperation.values())
                .map(operation -> cell(operation, "anywhere", fault, attempt));
    }

    private DynamicTest cell(
            StoreOperation operation, String point, String fault, AttemptAnywhere attempt) {
        String name = "%s | %s | %s".formatted(operation, point, fault);
        return dynamicTest(
                name,
                () -> {
                    String seen = attempt.in(newCell(), operation);
                    closeSessions();
                    if (!seen.isEmpty()) {
                        table.add("| %s | %s | hold |".formatted(name, seen));
                    }
                });
    }

    private List<String> pointsOf(StoreOperation operation) throws IOException {
        return newCell().pointsOf(operation);
    }

    private FaultCell newCell() {
        String name = "cluster-" + clusters.incrementAndGet();
        return new FaultCell(
                new TestCluster(directory(name), new StorageDirectories(hadoop())),
                () -> {
                    CoordinationStore session = connect(name);
                    sessions.add(session);
                    return session;
                });
    }
}
