package org.holdfast.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionFactory;
import org.holdfast.ha.leader.CoordinationReader;
import org.holdfast.ha.leader.CoordinationStore;
import org.holdfast.ha.leader.InMemoryCoordinationStore;
import org.holdfast.ha.leader.LeaderCandidate;
import org.holdfast.ha.leader.PublishedLeader;
import org.holdfast.ha.storage.StorageDirectory;
import org.holdfast.ha.store.StorageMark;
import org.holdfast.runtime.highavailability.HighAvailabilityServices;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Processes that are equal, as the JobManagers of a standalone cluster. */
@Timeout(60)
class LeadershipTest {

    private static final String CLUSTER = "test-cluster";

    @TempDir Path folder;

    private final InMemoryCoordinationStore store = new InMemoryCoordinationStore();
    private final List<String> lost = new CopyOnWriteArrayList<>();
    private final List<Leadership> open = new ArrayList<>();

    /** Sessions that a test can end. */
    private final class Sessions implements HighAvailabilityServices {

        private final List<Runnable> ends = new CopyOnWriteArrayList<>();

        @Override
        public CoordinationStore openStore(Runnable onSessionEnded) {
            InMemoryCoordinationStore session = store.connect();
            ends.add(
                    () -> {
                        session.close();
                        onSessionEnded.run();
                    });
            return session;
        }

        @Override
        public CoordinationReader openReader() {
            return store.connect();
        }

        @Override
        public List<String> clusters() {
            return List.of();
        }

        @Override
        public String describe() {
            return "this test";
        }

        void endLatest() {
            ends.get(ends.size() - 1).run();
        }
    }

    @AfterEach
    void closeAll() {
        open.forEach(Leadership::close);
        store.close();
    }

    private static ConditionFactory within(String what) {
        return await(what).atMost(Duration.ofSeconds(20));
    }

    private Leadership candidate(String name, HighAvailabilityServices services, Eligibility own) {
        Leadership candidate =
                new Leadership(
                        services,
                        new LeaderCandidate(1, CLUSTER + " on " + name),
                        Eligibility.ofApplication(CLUSTER, "this test").and(own),
                        Duration.ofSeconds(20),
                        lost::add);
        open.add(candidate);
        return candidate;
    }

    private Leadership candidate(String name) {
        return candidate(name, new Sessions(), reader -> {});
    }

    private static Leadership.Term elected(Leadership leadership) throws Exception {
        return leadership.elected().get(20, TimeUnit.SECONDS);
    }

    private static void publish(Leadership.Term term, String host) throws IOException {
        term.store()
                .publish(
                        new PublishedLeader(
                                term.epoch(), host + ":6123", "http://" + host + ":8081"));
    }

    private void awaitStandingBy(Leadership standby) {
        within("it to stand by").until(() -> standby.standsByFor().isPresent());
        assertThat(standby.settled()).isCompleted();
        assertThat(standby.elected()).isNotDone();
    }

    @Test
    void standsByForTheLeaderAndFollowsIt() throws Exception {
        Leadership first = candidate("one");
        publish(elected(first), "one");
        Leadership second = candidate("two");
        awaitStandingBy(second);
        assertThat(second.standsByFor()).map(PublishedLeader::restUrl).hasValue("http://one:8081");
        assertThat(first.standsByFor()).isEmpty();

        long before = System.nanoTime();
        first.close();

        Leadership.Term term = elected(second);
        assertThat(term.epoch().number()).isEqualTo(2);
        assertThat(second.standsByFor()).isEmpty();
        assertThat(term.clock().getAsLong())
                .as("since the leader was gone")
                .isLessThanOrEqualTo(Duration.ofNanos(System.nanoTime() - before).toMillis());
        assertThat(lost).isEmpty();
    }

    @Test
    void aStandbyWhoseSessionEndsStandsByInAnother() throws Exception {
        Leadership first = candidate("one");
        publish(elected(first), "one");
        Sessions sessions = new Sessions();
        Leadership second = candidate("two", sessions, reader -> {});
        awaitStandingBy(second);

        sessions.endLatest();
        within("another session").until(() -> sessions.ends.size() == 2);
        awaitStandingBy(second);

        assertThat(lost).isEmpty();
        first.close();
        assertThat(elected(second).epoch().number()).isEqualTo(2);
    }

    @Test
    void aLeaderWhoseSessionEndsIsLost() throws Exception {
        Sessions sessions = new Sessions();
        elected(candidate("one", sessions, reader -> {}));
        sessions.endLatest();
        assertThat(lost).containsExactly("its session has ended");
    }

    private Eligibility sees(String directory) throws IOException {
        return Eligibility.ofStorage(mark(directory), "this test");
    }

    private StorageMark mark(String directory) throws IOException {
        URI root = folder.resolve(directory).toUri();
        return new StorageMark(
                StorageDirectory.open(root, new org.apache.hadoop.conf.Configuration(false)));
    }

    @Test
    void whoSeesTheSameStorageStandsBy() throws Exception {
        Leadership.Term term = elected(candidate("one", new Sessions(), sees("shared")));
        publish(term, "one");
        mark("shared").make(term.store(), term.epoch());
        awaitStandingBy(candidate("two", new Sessions(), sees("shared")));
    }

    @Test
    void whoHasAnotherStorageDoesNotStandByAndIsTold() throws Exception {
        Leadership.Term term = elected(candidate("one", new Sessions(), sees("shared")));
        publish(term, "one");
        mark("shared").make(term.store(), term.epoch());

        Leadership other = candidate("two", new Sessions(), sees("elsewhere"));

        assertThatThrownBy(() -> elected(other))
                .hasRootCauseInstanceOf(ClusterInUseException.class)
                .rootCause()
                .hasMessageContaining("is in use by the JobManager at http://one:8081")
                .hasMessageContaining("elsewhere")
                .hasMessageContaining("high-availability.storageDir")
                .hasMessageContaining("high-availability.cluster-id");
    }

    @Test
    void whoMayNotReadWhatTheLastLeaderStoredStillLeadsIfNobodyElseDoes() throws Exception {
        Leadership first = candidate("one", new Sessions(), sees("shared"));
        Leadership.Term term = elected(first);
        mark("shared").make(term.store(), term.epoch());
        first.close();

        Leadership.Term next = elected(candidate("two", new Sessions(), sees("elsewhere")));
        mark("elsewhere").make(next.store(), next.epoch());

        assertThat(mark("elsewhere").difference(next.store())).isEqualTo(Optional.empty());
        assertThat(mark("shared").difference(next.store())).isPresent();
    }
}
