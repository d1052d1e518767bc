package org.holdfast.runtime.leader;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which JobManager a TaskManager follows, over all its links: the one that is published, and never
 * one of an epoch below the highest it has seen. Thread-safe.
 */
public final class FollowedLeader {

    private static final Logger log = LoggerFactory.getLogger(FollowedLeader.class);

    private Optional<LeaderLocation> leader = Optional.empty();
    private CompletableFuture<LeaderLocation> next = new CompletableFuture<>();
    private Consumer<LeaderLocation> onSuccessor = successor -> {};
    private long highestEpoch;

    /**
     * Hears of a leader. While there is none, the latest is followed on: it may only have lost its
     * coordination store for a moment.
     */
    public void onPublished(Optional<LeaderLocation> published) {
        published.ifPresentOrElse(
                this::follow, () -> log.info("No JobManager leads; the tasks run on"));
    }

    private void follow(LeaderLocation published) {
        CompletableFuture<LeaderLocation> found;
        Consumer<LeaderLocation> follower;
        synchronized (this) {
            if (published.lowestEpoch() < highestEpoch) {
                log.debug("Does not follow {}: saw epoch {}", published, highestEpoch);
                return;
            }
            highestEpoch = Math.max(highestEpoch, published.lowestEpoch());
            if (leader.isPresent() && leader.get().equals(published)) {
                return;
            }
            leader = Optional.of(published);
            found = next;
            next = new CompletableFuture<>();
            follower = onSuccessor;
            onSuccessor = successor -> {};
        }
        found.complete(published);
        follower.accept(published);
    }

    /** The leader to follow now, as soon as there is one. */
    public synchronized CompletableFuture<LeaderLocation> current() {
        return leader.map(CompletableFuture::completedFuture).orElse(next);
    }

    /**
     * Says once which leader is to be followed in place of this one, as soon as there is one. Only
     * the latest who asks is told.
     */
    public void onSuccessorOf(LeaderLocation followed, Consumer<LeaderLocation> follower) {
        Optional<LeaderLocation> successor;
        synchronized (this) {
            successor = leader.filter(now -> !now.equals(followed));
            onSuccessor = successor.isPresent() ? unused -> {} : follower;
        }
        successor.ifPresent(follower);
    }

    /** Highest epoch of all seen. */
    public synchronized long highestEpoch() {
        return highestEpoch;
    }

    /** Whether a JobManager met at the leader's address is to be believed. */
    public synchronized boolean confirms(long epoch) {
        return epoch >= highestEpoch && leader.isPresent() && leader.get().confirms(epoch);
    }

    /**
     * A JobManager has accepted this TaskManager.
     *
     * @return whether it leads; if not, it is not followed
     */
    public synchronized boolean adopt(long epoch) {
        if (!confirms(epoch)) {
            return false;
        }
        highestEpoch = epoch;
        return true;
    }
}
