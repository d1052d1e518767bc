package org.holdfast.ha.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.holdfast.ha.store.TestCluster.JOB;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.holdfast.ha.leader.CoordinationStore;
import org.holdfast.ha.leader.InMemoryCoordinationStore;
import org.holdfast.ha.storage.StorageDirectories;
import org.holdfast.ha.storage.StorageDirectory;
import org.holdfast.ha.store.FaultyFileSystem.Step;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a durable change costs: one file and one round trip. That one call of the coordination store
 * is one request to ZooKeeper is counted in {@code ZooKeeperCostTest}.
 */
class DurableCostTest {

    private static final byte[] CONTENT = "content".getBytes(UTF_8);

    /** Creating a file is one request; it is synced and closed before the pointer is sent. */
    private static final List<Step> ONE_FILE = List.of(Step.CREATE, Step.HSYNC, Step.CLOSE);

    private static final List<String> ONE_COMMIT = List.of("commit");

    @TempDir private Path folder;
    private final List<String> calls = new ArrayList<>();
    private final CoordinationStore coordination = counted(new InMemoryCoordinationStore());
    private TestCluster cluster;
    private TestCluster.Leader leader;

    @BeforeEach
    void elect() throws IOException {
        cluster =
                new TestCluster(
                        folder.toString(),
                        new StorageDirectories(FaultyFileSystem.configuration()));
        leader = cluster.elect(coordination, 1);
        take();
    }

    private void take() {
        calls.clear();
        FaultyFileSystem.takeSteps();
    }

    @Test
    void aJobACheckpointAndAResultCostOneFileAndOneRoundTripEach() throws IOException {
        leader.graphs().put(JOB, CONTENT);
        assertCost(ONE_FILE, ONE_COMMIT);

        StorageDirectory own =
                leader.checkpoints().prepare(cluster.checkpointDirectory(JOB, "1-1"));
        leader.checkpoints().commit(JOB, "1-1", own, CONTENT);
        assertCost(ONE_FILE, ONE_COMMIT);

        leader.results().finish(JOB, CONTENT);
        assertCost(ONE_FILE, ONE_COMMIT);
    }

    @Test
    void aLedgerCostsTheSameAndTheOneBeforeIsDeletedAfterwards() throws IOException {
        leader.ledgers().swap(JOB, CONTENT);
        assertCost(ONE_FILE, ONE_COMMIT);

        leader.ledgers().swap(JOB, CONTENT);
        assertCost(List.of(Step.CREATE, Step.HSYNC, Step.CLOSE, Step.DELETE), ONE_COMMIT);

        TestCluster.Leader next = cluster.elect(coordination, 2);
        next.ledgers().find(JOB);
        take();
        next.ledgers().swap(JOB, CONTENT);
        assertCost(List.of(Step.CREATE, Step.HSYNC, Step.CLOSE, Step.DELETE), ONE_COMMIT);
    }

    @Test
    void anIntentToCancelCostsNoFile() throws IOException {
        leader.cancels().record(JOB, "cancel");
        assertCost(List.of(), ONE_COMMIT);
    }

    @Test
    void removingACheckpointCostsOneRoundTripAndOneDelete() throws IOException {
        StorageDirectory own =
                leader.checkpoints().prepare(cluster.checkpointDirectory(JOB, "1-1"));
        leader.checkpoints().commit(JOB, "1-1", own, CONTENT);
        take();

        leader.checkpoints().remove(JOB, "1-1", own);

        assertCost(List.of(Step.DELETE), ONE_COMMIT);
    }

    @Test
    void theChecksOfARecoveryDoNotGrowWithTheNumberOfJobs() throws IOException {
        for (int i = 0; i < 50; i++) {
            leader.graphs().put("%032x".formatted(i), CONTENT);
            leader.ledgers().swap("%032x".formatted(i), CONTENT);
        }
        TestCluster.Leader next = cluster.elect(coordination, 2);
        take();

        next.forgotten().requireNotForgotten();
        assertCost(List.of(Step.LIST), List.of("read", "children"));

        assertThat(next.graphs().list()).hasSize(50);
        assertCost(List.of(), List.of("children"));
    }

    private void assertCost(List<Step> files, List<String> roundTrips) {
        assertThat(FaultyFileSystem.takeSteps()).isEqualTo(files);
        assertThat(calls).isEqualTo(roundTrips);
        calls.clear();
    }

    private CoordinationStore counted(CoordinationStore store) {
        return (CoordinationStore)
                Proxy.newProxyInstance(
                        getClass().getClassLoader(),
                        new Class<?>[] {CoordinationStore.class},
                        (proxy, method, arguments) -> {
                            calls.add(method.getName());
                            try {
                                return method.invoke(store, arguments);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }
}
