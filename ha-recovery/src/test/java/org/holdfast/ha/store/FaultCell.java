package org.holdfast.ha.store;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.holdfast.ha.store.TestCluster.JOB;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.holdfast.ha.fault.FaultPoint;
import org.holdfast.ha.leader.CoordinationStore;
import org.holdfast.ha.leader.FencedException;
import org.holdfast.ha.leader.LossyCoordinationStore;
import org.holdfast.ha.leader.LossyCoordinationStore.Loss;
import org.holdfast.ha.leader.UnknownOutcomeException;
import org.holdfast.ha.store.InspectionReport.Kind;
import org.holdfast.ha.store.InspectionReport.Violation;
import org.holdfast.ha.store.TestCluster.Leader;

/** One cluster, one operation, one fault; and what is there afterwards. */
final class FaultCell {

    private final TestCluster cluster;
    private final Sessions sessions;
    private int attempt;

    FaultCell(TestCluster cluster, Sessions sessions) {
        this.cluster = cluster;
        this.sessions = sessions;
    }

    /** Connects with the cluster's coordination store. */
    @FunctionalInterface
    interface Sessions {
        CoordinationStore open() throws IOException;
    }

    /** The end of a process, as far as its own code is concerned. */
    private static final class Death extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** The points an operation passes, in order. */
    List<String> pointsOf(StoreOperation operation) throws IOException {
        Leader leader = elect(operation);
        operation.prepare(cluster, leader);
        List<String> points = new ArrayList<>();
        FaultPoint.onHit(points::add);
        try {
            operation.run(cluster, leader);
        } finally {
            FaultPoint.onHit(null);
        }
        return points;
    }

    /** The process is killed there. */
    String dies(StoreOperation operation, int point) throws IOException {
        Leader leader = elect(operation);
        operation.prepare(cluster, leader);
        boolean died = false;
        atPoint(
                point,
                () -> {
                    throw new Death();
                });
        try {
            operation.run(cluster, leader);
        } catch (Death e) {
            died = true;
        } finally {
            FaultPoint.onHit(null);
        }
        assertThat(died).as("the fault had an effect").isTrue();
        recover(operation, leader, false);
        return "died";
    }

    /** The process is stopped there, another one leads, and then it goes on. */
    String stops(StoreOperation operation, int point) throws IOException {
        Leader leader = elect(operation);
        operation.prepare(cluster, leader);
        List<Map<String, String>> before = new ArrayList<>();
        List<Leader> successor = new ArrayList<>();
        atPoint(
                point,
                () -> {
                    FaultPoint.onHit(null);
                    successor.add(elect(operation));
                    goOn(operation, successor.get(0));
                    before.add(values());
                });
        String seen = "was done already";
        try {
            operation.run(cluster, leader);
        } catch (FencedException e) {
            seen = "fenced";
        } finally {
            FaultPoint.onHit(null);
        }
        assertThat(values())
                .as("nothing was changed after the end (I2, I20)")
                .isEqualTo(before.get(0));
        requireSound(successor.get(0));
        return seen;
    }

    /** The next change after the point, or its reply, is lost. */
    String loses(StoreOperation operation, int point, Loss loss) throws IOException {
        LossyCoordinationStore lossy = new LossyCoordinationStore(sessions.open());
        Leader leader = cluster.elect(lossy, ++attempt, operation.deletesResults());
        operation.prepare(cluster, leader);
        atPoint(point, () -> lossy.loseNext(loss));
        String seen = "read back: it happened";
        boolean done = false;
        try {
            operation.run(cluster, leader);
            done = true;
        } catch (UnknownOutcomeException e) {
            seen = "unknown";
        } catch (IOException e) {
            seen = "read back: it did not happen";
        } finally {
            FaultPoint.onHit(null);
        }
        if (lossy.losses() == 0) {
            return "";
        }
        lossy.reconnect();
        requirePointersLeadSomewhere();
        if (!done) {
            operation.run(cluster, leader); // as its caller does
        }
        recover(operation, leader, true);
        return seen;
    }

    /** One step of the storage fails, once; the leader lives on and tries again. */
    String storageFails(StoreOperation operation, FaultyFileSystem.Step step) throws IOException {
        Leader leader = elect(operation);
        operation.prepare(cluster, leader);
        FaultyFileSystem.failNext(step);
        String seen = "done all the same";
        try {
            operation.run(cluster, leader);
        } catch (IOException e) {
            seen = "refused";
        }
        if (FaultyFileSystem.takeFailing()) {
            return "";
        }
        requirePointersLeadSomewhere();
        operation.run(cluster, leader);
        recover(operation, leader, true);
        return seen;
    }

    /** A later leader looks, tries again, and removes what is left over. */
    private void recover(StoreOperation operation, Leader last, boolean done) throws IOException {
        Leader next = elect(operation);
        next.forgotten().requireNotForgotten();
        requirePointersLeadSomewhere();
        operation.check(cluster, next, last.epoch().number(), done);
        operation.run(cluster, next);
        operation.check(cluster, next, next.epoch().number(), true);
        requireSound(elect(operation));
    }

    /** What a leader does that finds a job in whatever state. */
    private void goOn(StoreOperation operation, Leader leader) throws IOException {
        leader.forgotten().requireNotForgotten();
        requirePointersLeadSomewhere();
        operation.check(cluster, leader, leader.epoch().number() - 1, false);
        if (leader.results().contains(JOB)) {
            leader.cleanup().clean(JOB, cluster.checkpoints(JOB), false, Set.of());
        }
        if (!leader.results().contains(JOB)) {
            leader.graphs().put(JOB, StoreOperation.bytes("graph"));
            leader.ledgers().swap(JOB, StoreOperation.bytes("ledger of the successor"));
            StoreOperation.commit(cluster, leader, leader.epoch().number() + "-1");
        }
    }

    private Leader elect(StoreOperation operation) throws IOException {
        return cluster.elect(sessions.open(), ++attempt, operation.deletesResults());
    }

    /** What happens at a point. */
    @FunctionalInterface
    private interface Event {
        void happens() throws IOException;
    }

    private static void atPoint(int point, Event event) {
        int[] left = {point};
        FaultPoint.onHit(
                name -> {
                    if (left[0]-- == 0) {
                        try {
                            event.happens();
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    }
                });
    }

    private Map<String, String> values() throws IOException {
        return cluster.inspect(sessions.open()).entries().stream()
                .collect(toMap(InspectedEntry::path, InspectedEntry::value));
    }

    private void requirePointersLeadSomewhere() throws IOException {
        assertThat(cluster.inspect(sessions.open()).violations())
                .filteredOn(violation -> violation.kind() != Kind.ORPHAN_FILE)
                .as("every pointer's file is whole (I4), and nothing else is wrong")
                .isEmpty();
    }

    /** After the orphans are gone, nothing at all is wrong. */
    private void requireSound(Leader leader) throws IOException {
        leader.orphans().collect();
        leader.orphans().collectCheckpoints(JOB, cluster.checkpoints(JOB));
        List<Violation> violations = cluster.inspect(sessions.open()).violations();
        assertThat(violations).as("after the orphans are gone").isEmpty();
        assertThat(cluster.checkpoints(JOB).list())
                .as("of checkpoints there is only what counts")
                .hasSameElementsAs(
                        leader.checkpoints().list(JOB).stream().map(id -> "chk-" + id).toList());
    }
}
