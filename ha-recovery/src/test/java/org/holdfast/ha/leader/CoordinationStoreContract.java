package org.holdfast.ha.leader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What every coordination store does, with several processes connected to it. */
public abstract class CoordinationStoreContract {

    private static final Duration LONG_ENOUGH = Duration.ofSeconds(30);
    private static final CoordinationPath GRAPH = new CoordinationPath("jobs/a/graph");
    private static final CoordinationPath LEDGER = new CoordinationPath("jobs/a/ledger");

    /** A new session with the store of this test; closed when the test has ended. */
    protected abstract CoordinationStore connect() throws IOException;

    @Test
    void epochsOnlyGrow() throws IOException {
        LeaderEpoch first = elect(connect(), 1);
        LeaderEpoch second = elect(connect(), 2);
        LeaderEpoch third = elect(connect(), 3);

        assertThat(second).isGreaterThan(first);
        assertThat(third).isGreaterThan(second);
    }

    @Test
    void aHigherAttemptTakesOverFromALeaderThatLives() throws IOException {
        CoordinationStore old = connect();
        LeaderEpoch before = elect(old, 1);
        old.publish(leader(before, "old:1"));
        CoordinationStore other = connect();

        LeaderEpoch now = elect(other, 2);

        assertThat(other.leader()).as("nothing is published yet").isEmpty();
        assertThatThrownBy(() -> old.publish(leader(before, "old:1")))
                .isInstanceOf(FencedException.class);
        other.publish(leader(now, "new:1"));
        assertThat(old.leader()).contains(leader(now, "new:1"));
    }

    @Test
    void aLowerAttemptNeverLeadsAgain() throws IOException {
        CoordinationStore winner = connect();
        LeaderEpoch epoch = elect(winner, 2);

        assertThatThrownBy(() -> connect().campaign(new LeaderCandidate(1, "zombie")))
                .isInstanceOf(FencedException.class)
                .hasMessageContaining("attempt 2");
        winner.commit(epoch, new Transaction().create(GRAPH, "still leading"));
        winner.close();
        assertThatThrownBy(() -> connect().campaign(new LeaderCandidate(1, "zombie")))
                .isInstanceOf(FencedException.class);
    }

    @Test
    void equalAttemptsQueueBehindTheLeader() throws IOException {
        CoordinationStore leader = connect();
        LeaderEpoch first = elect(leader, 1);
        CoordinationStore standby = connect();
        LeaderCandidate candidate = new LeaderCandidate(1, "standby");
        assertThat(standby.campaign(candidate)).isEmpty();

        leader.close();

        LeaderEpoch second = awaitElection(standby, candidate);
        assertThat(second).isGreaterThan(first);
    }

    @Test
    void everyChangeOfAnEarlierEpochIsRefused() throws IOException {
        CoordinationStore old = connect();
        LeaderEpoch before = elect(old, 1);
        old.commit(before, new Transaction().create(GRAPH, "graph 1"));
        LeaderEpoch now = elect(connect(), 2);

        assertThatThrownBy(() -> old.commit(before, new Transaction().replace(GRAPH, "zombie")))
                .isInstanceOf(FencedException.class);
        assertThatThrownBy(() -> old.commit(before, new Transaction().delete(GRAPH)))
                .isInstanceOf(FencedException.class);
        assertThatThrownBy(() -> old.commit(before, new Transaction().create(LEDGER, "zombie")))
                .isInstanceOf(FencedException.class);
        assertThat(connect().read(GRAPH)).contains("graph 1");
        assertThat(connect().read(LEDGER)).isEmpty();
        assertThat(now).isGreaterThan(before);
    }

    @Test
    void nobodyChangesAnythingBeforeAnElection() throws IOException {
        CoordinationStore store = connect();

        assertThatThrownBy(
                        () ->
                                store.commit(
                                        new LeaderEpoch(1), new Transaction().create(GRAPH, "x")))
                .isInstanceOf(FencedException.class);
    }

    @Test
    void allSessionsReadWhatWasCommitted() throws IOException {
        CoordinationStore store = connect();
        LeaderEpoch epoch = elect(store, 1);

        store.commit(epoch, new Transaction().create(GRAPH, "one").create(LEDGER, "two"));
        store.commit(epoch, new Transaction().replace(GRAPH, "three").delete(LEDGER));

        CoordinationStore reader = connect();
        assertThat(reader.read(GRAPH)).contains("three");
        assertThat(reader.read(LEDGER)).isEmpty();
    }

    @Test
    void changesHappenTogetherOrNotAtAll() throws IOException {
        CoordinationStore store = connect();
        LeaderEpoch epoch = elect(store, 1);
        store.commit(epoch, new Transaction().create(GRAPH, "one"));

        assertConflict(store, epoch, new Transaction().create(LEDGER, "x").create(GRAPH, "two"));
        assertConflict(store, epoch, new Transaction().delete(GRAPH).delete(LEDGER));
        assertConflict(store, epoch, new Transaction().replace(LEDGER, "x"));

        assertThat(store.read(GRAPH)).contains("one");
        assertThat(store.read(LEDGER)).isEmpty();
    }

    private static void assertConflict(
            CoordinationStore store, LeaderEpoch epoch, Transaction transaction) {
        assertThatThrownBy(() -> store.commit(epoch, transaction))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("jobs/a/");
    }

    @Test
    void listsWhatIsDirectlyBelow() throws IOException {
        CoordinationStore store = connect();
        LeaderEpoch epoch = elect(store, 1);
        CoordinationPath jobs = new CoordinationPath("jobs");
        assertThat(store.children(jobs)).isEmpty();

        store.commit(
                epoch,
                new Transaction()
                        .create(new CoordinationPath("jobs/b/graph"), "")
                        .create(new CoordinationPath("jobs/a.1/graph"), "")
                        .create(GRAPH, "")
                        .create(LEDGER, "")
                        .create(new CoordinationPath("jobs-of-others/c"), ""));

        assertThat(store.children(jobs)).containsExactly("a", "a.1", "b");
        assertThat(store.children(new CoordinationPath("jobs/a")))
                .containsExactly("graph", "ledger");
        assertThat(store.children(GRAPH)).isEmpty();
    }

    @Test
    void keepsValuesOfTheLargestSize() throws IOException {
        CoordinationStore store = connect();
        String value = "\u00e9".repeat(Change.MAX_VALUE_BYTES / 2);

        store.commit(elect(store, 1), new Transaction().create(GRAPH, value));

        assertThat(store.read(GRAPH)).contains(value);
        assertThatThrownBy(() -> new Transaction().create(GRAPH, value + "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1025 bytes");
    }

    @Test
    void whatIsPublishedGoesWithTheSessionAndWhatIsCommittedStays() throws IOException {
        CoordinationStore store = connect();
        LeaderEpoch epoch = elect(store, 1);
        store.commit(epoch, new Transaction().create(GRAPH, "graph"));
        store.publish(leader(epoch, "here:1"));
        CoordinationStore other = connect();
        assertThat(other.leader()).contains(leader(epoch, "here:1"));

        store.close();
        store.close();

        awaitLeader(other, Optional.empty());
        assertThat(other.read(GRAPH)).contains("graph");
        assertThatThrownBy(() -> store.read(GRAPH)).isInstanceOf(IOException.class);
    }

    @Test
    void watchersHearOfEveryLeader() throws IOException {
        CoordinationStore watching = connect();
        BlockingQueue<Optional<PublishedLeader>> heard = new LinkedBlockingQueue<>();
        CoordinationStore.Watch watch = watching.watchLeader(heard::add);
        awaitHeard(heard, Optional.empty());

        CoordinationStore first = connect();
        LeaderEpoch one = elect(first, 1);
        first.publish(leader(one, "first:1"));
        awaitHeard(heard, Optional.of(leader(one, "first:1")));
        CoordinationStore second = connect();
        LeaderEpoch two = elect(second, 2);
        second.publish(leader(two, "second:1"));
        awaitHeard(heard, Optional.of(leader(two, "second:1")));
        second.close();
        awaitHeard(heard, Optional.empty());

        watch.close();
        heard.clear();
        CoordinationStore third = connect();
        third.publish(leader(elect(third, 3), "third:1"));
        assertThat(heard).as("nothing is told any more").isEmpty();
    }

    @Test
    void everybodySeesWhoWasElectedLast() throws IOException {
        CoordinationStore reader = connect();
        assertThat(reader.currentEpoch()).isEmpty();
        CoordinationStore store = connect();
        LeaderCandidate candidate = new LeaderCandidate(3, "third attempt, on host-7");

        LeaderEpoch epoch = store.campaign(candidate).orElseThrow();

        assertThat(connect().currentEpoch()).contains(new ElectedLeader(epoch, candidate));
        store.close();
        assertThat(connect().currentEpoch())
                .as("known after its end")
                .contains(new ElectedLeader(epoch, candidate));
    }

    @Test
    void whoLeadsMayLeadAgainInALaterEpoch() throws IOException {
        CoordinationStore store = connect();
        LeaderEpoch first = elect(store, 1);

        LeaderEpoch second = elect(store, 1);

        assertThat(second).isGreaterThan(first);
        assertThatThrownBy(() -> store.commit(first, new Transaction().create(GRAPH, "x")))
                .isInstanceOf(FencedException.class);
        store.commit(second, new Transaction().create(GRAPH, "x"));
    }

    @Test
    void remembersWhichAttemptsLedAndAchievedSomething() throws IOException {
        assertThat(connect().attempts()).isEmpty();
        CoordinationStore first = connect();
        LeaderEpoch one = elect(first, 1);
        first.markProgress(one);
        first.markProgress(one);
        CoordinationStore second = connect();
        elect(second, 2);
        LeaderEpoch again = elect(second, 2);

        List<LeaderAttempt> attempts = connect().attempts();

        assertThat(attempts).extracting(LeaderAttempt::attemptId).containsExactly(1L, 2L);
        assertThat(attempts).extracting(LeaderAttempt::epoch).containsExactly(one, again);
        assertThat(attempts).extracting(LeaderAttempt::progressed).containsExactly(true, false);
        assertThat(attempts)
                .extracting(LeaderAttempt::startMillis)
                .allSatisfy(start -> assertThat(start).isPositive());
        CoordinationStore third = connect();
        LeaderEpoch now = elect(third, 3);
        assertThatThrownBy(() -> second.markProgress(again)).isInstanceOf(FencedException.class);
        third.markProgress(now);
        assertThat(connect().attempts())
                .extracting(LeaderAttempt::progressed)
                .containsExactly(true, false, true);
    }

    @Test
    void remembersTheLatestAttemptsOnly() throws IOException {
        CoordinationStore store = connect();
        int last = LeaderAttempt.MAX_REMEMBERED + 3;
        for (int attempt = 1; attempt <= last; attempt++) {
            elect(store, attempt);
        }

        assertThat(store.attempts())
                .extracting(LeaderAttempt::attemptId)
                .hasSize(LeaderAttempt.MAX_REMEMBERED)
                .startsWith(4L)
                .endsWith((long) last);
    }

    @Test
    void deletesWhatIsBelowAPathAndNothingElse() throws IOException {
        CoordinationStore store = connect();
        LeaderEpoch epoch = elect(store, 1);
        CoordinationPath jobs = new CoordinationPath("jobs");
        CoordinationPath checkpoints = new CoordinationPath("jobs/a/checkpoints");
        store.commit(
                epoch,
                new Transaction()
                        .create(GRAPH, "")
                        .create(checkpoints.child("1"), "")
                        .create(checkpoints.child("2"), "")
                        .create(new CoordinationPath("jobs/a-2/graph"), "")
                        .create(new CoordinationPath("results/a"), ""));

        store.deleteBelow(epoch, jobs.child("a"));
        store.deleteBelow(epoch, jobs.child("a"));

        assertThat(store.children(jobs)).containsExactly("a-2");
        assertThat(store.topNames()).containsExactly("jobs", "results");
        assertThat(store.read(checkpoints.child("1"))).isEmpty();
        store.deleteBelow(epoch, new CoordinationPath("results/a"));
        assertThat(store.read(new CoordinationPath("results/a"))).isEmpty();
        store.commit(epoch, new Transaction().create(GRAPH, "again"));
        assertThat(store.children(jobs)).containsExactly("a", "a-2");
    }

    @Test
    void anEarlierEpochDeletesNothing() throws IOException {
        CoordinationStore old = connect();
        LeaderEpoch before = elect(old, 1);
        old.commit(before, new Transaction().create(GRAPH, "graph"));
        elect(connect(), 2);

        assertThatThrownBy(() -> old.deleteBelow(before, new CoordinationPath("jobs")))
                .isInstanceOf(FencedException.class);
        assertThatThrownBy(() -> old.deleteAll(before)).isInstanceOf(FencedException.class);
        assertThat(connect().read(GRAPH)).contains("graph");
    }

    @Test
    void deletesEverythingAClusterHas() throws IOException {
        CoordinationStore store = connect();
        LeaderEpoch epoch = elect(store, 1);
        store.commit(epoch, new Transaction().create(GRAPH, "graph").create(LEDGER, "ledger"));
        store.publish(leader(epoch, "here:1"));
        assertThat(store.topNames()).containsExactly("jobs");

        store.deleteAll(epoch);

        CoordinationStore reader = connect();
        assertThat(reader.topNames()).isEmpty();
        assertThat(reader.currentEpoch()).isEmpty();
        assertThat(reader.attempts()).isEmpty();
        assertThat(reader.leader()).isEmpty();
        assertThatThrownBy(() -> store.commit(epoch, new Transaction().create(GRAPH, "late")))
                .isInstanceOf(FencedException.class);
        assertThat(connect().read(GRAPH)).isEmpty();
    }

    @Test
    void listsAndDeletesMany() throws IOException {
        CoordinationStore store = connect();
        LeaderEpoch epoch = elect(store, 1);
        CoordinationPath jobs = new CoordinationPath("jobs");
        int expected = 0;
        for (int batch = 0; batch < 4; batch++) {
            Transaction many = new Transaction();
            for (int i = 0; i < Transaction.MAX_CHANGES; i++) {
                many = many.create(jobs.child("job-%06d".formatted(expected++)), "x".repeat(1024));
            }
            store.commit(epoch, many);
        }

        assertThat(store.children(jobs)).hasSize(expected).isSorted();
        store.deleteBelow(epoch, jobs);
        assertThat(store.children(jobs)).isEmpty();
    }

    private static LeaderEpoch elect(CoordinationStore store, int attempt) throws IOException {
        return store.campaign(new LeaderCandidate(attempt, "owner of " + store)).orElseThrow();
    }

    private static PublishedLeader leader(LeaderEpoch epoch, String address) {
        return new PublishedLeader(epoch, address, "http://" + address);
    }

    private static LeaderEpoch awaitElection(CoordinationStore store, LeaderCandidate candidate)
            throws IOException {
        long end = System.nanoTime() + LONG_ENOUGH.toNanos();
        while (System.nanoTime() < end) {
            Optional<LeaderEpoch> epoch = store.campaign(candidate);
            if (epoch.isPresent()) {
                return epoch.get();
            }
            Thread.onSpinWait();
        }
        throw new AssertionError(candidate + " was not elected within " + LONG_ENOUGH);
    }

    private static void awaitLeader(CoordinationStore store, Optional<PublishedLeader> expected)
            throws IOException {
        long end = System.nanoTime() + LONG_ENOUGH.toNanos();
        while (!store.leader().equals(expected)) {
            if (System.nanoTime() > end) {
                throw new AssertionError("waited for " + expected + ", is " + store.leader());
            }
            Thread.onSpinWait();
        }
    }

    private static void awaitHeard(
            BlockingQueue<Optional<PublishedLeader>> heard, Optional<PublishedLeader> expected) {
        try {
            Optional<PublishedLeader> next;
            do {
                next = heard.poll(LONG_ENOUGH.toMillis(), TimeUnit.MILLISECONDS);
            } while (next != null && !next.equals(expected));
            assertThat(next).as("what the watcher is told").isEqualTo(expected);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
