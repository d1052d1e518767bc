package org.holdfast.runtime.simulation.world;

import java.io.IOException;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.Consumer;
import org.holdfast.ha.leader.CoordinationPath;
import org.holdfast.ha.leader.InMemoryCoordinationStore;
import org.holdfast.ha.leader.PublishedLeader;

/**
 * ZooKeeper, as far as a JobManager can tell: sessions that end when their process was not heard of
 * for a time, answers that are lost, times without a quorum. What is stored, and which epoch may
 * change it, is the in-memory store's to decide.
 */
final class SimCoordination {

    private final World world;
    private final InMemoryCoordinationStore tree;
    private long awayUntil;
    private int answersToLose;
    private Optional<Boolean> makesLost = Optional.empty();

    SimCoordination(World world) {
        this.world = world;
        InstantSource clock = InstantSource.fixed(java.time.Instant.ofEpochMilli(0));
        InstantSource virtual = () -> clock.instant().plusMillis(world.wallMillis());
        tree = new InMemoryCoordinationStore(virtual.withZone(ZoneOffset.UTC));
    }

    /** A process connects. */
    SimSession open(SimProcess owner, Runnable onExpired) throws IOException {
        arrive();
        return new SimSession(world, this, owner, tree.connect(), onExpired);
    }

    /** Tells whoever watches of each change of the leader, at once. */
    void watchLeader(Consumer<Optional<PublishedLeader>> watcher) {
        try {
            tree.watchLeader(watcher);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    // ---------------------------------------------------------------- faults

    /** There is no quorum until then. */
    void failUntil(long time) {
        awayUntil = Math.max(awayUntil, time);
    }

    boolean isAway() {
        return world.time().now() < awayUntil;
    }

    /** The next changes are made, or not, and nobody is told which. */
    void loseAnswers(int number) {
        answersToLose = number;
    }

    /** The next change is made, or not, and nobody is told which. */
    void loseNext(boolean made) {
        answersToLose = 1;
        makesLost = Optional.of(made);
    }

    /** Whether a change whose answer is lost is made. */
    boolean makesLost() {
        return makesLost.orElseGet(() -> world.random().nextInt(3) > 0);
    }

    void heal() {
        awayUntil = 0;
        answersToLose = 0;
    }

    /** Whether the answer to this change is lost. */
    boolean losesAnswer() {
        if (answersToLose > 0) {
            answersToLose--;
            world.faults().onAnswerLost();
            return true;
        }
        return false;
    }

    void arrive() throws IOException {
        if (isAway()) {
            world.faults().onCoordinationRefused();
            throw new IOException("no quorum");
        }
    }

    // ---------------------------------------------------------------- what the checks see

    /** A value, whoever asks. */
    Optional<String> look(String path) {
        try {
            return tree.read(new CoordinationPath(path));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The names below a path, whoever asks. */
    java.util.List<String> lookBelow(String path) {
        try {
            return tree.children(new CoordinationPath(path));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
