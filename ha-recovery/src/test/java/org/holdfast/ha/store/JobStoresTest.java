package org.holdfast.ha.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.holdfast.ha.store.TestCluster.JOB;
import static org.holdfast.ha.store.TestCluster.OTHER_JOB;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Consumer;
import org.holdfast.ha.leader.ConflictException;
import org.holdfast.ha.leader.CoordinationPath;
import org.holdfast.ha.leader.FencedException;
import org.holdfast.ha.leader.InMemoryCoordinationStore;
import org.holdfast.ha.leader.LossyCoordinationStore;
import org.holdfast.ha.leader.LossyCoordinationStore.Loss;
import org.holdfast.ha.leader.UnknownOutcomeException;
import org.holdfast.ha.storage.StorageDirectory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobStoresTest {

    @TempDir private Path folder;
    private final InMemoryCoordinationStore memory = new InMemoryCoordinationStore();
    private final LossyCoordinationStore coordination = new LossyCoordinationStore(memory);
    private TestCluster cluster;
    private TestCluster.Leader leader;

    @BeforeEach
    void elect() throws IOException {
        cluster = new TestCluster(folder);
        leader = cluster.elect(coordination, 1);
    }

    @Test
    void aJobIsAFileWithAUniqueNameAndAPointerToIt() throws IOException {
        assertThat(leader.graphs().put(JOB, bytes("graph"))).isTrue();

        assertThat(leader.graphs().find(JOB)).hasValueSatisfying(isText("graph"));
        assertThat(leader.graphs().list()).containsExactly(JOB);
        assertThat(cluster.files()).hasSize(1);
        assertThat(cluster.files().get(0)).matches("graph-" + JOB + "-1-1-[0-9a-f-]{36}");
        assertThat(memory.read(new CoordinationPath("jobs/" + JOB + "/graph")).orElseThrow())
                .endsWith(cluster.files().get(0));
        assertThat(leader.graphs().find(OTHER_JOB)).isEmpty();
    }

    @Test
    void equalContentAgainIsTheSameJobAndOtherContentIsRefused() throws IOException {
        leader.graphs().put(JOB, bytes("graph"));

        assertThat(leader.graphs().put(JOB, bytes("graph"))).isFalse();
        assertThatThrownBy(() -> leader.graphs().put(JOB, bytes("another")))
                .isInstanceOf(JobConflictException.class)
                .hasMessageContaining(JOB)
                .hasMessageContaining("submit it under another id");

        assertThat(leader.graphs().find(JOB)).hasValueSatisfying(isText("graph"));
        assertThat(cluster.files()).as("nothing of the refused ones stays").hasSize(1);
    }

    @Test
    void theLatestLedgerCountsAndTheOneBeforeIsRemoved() throws IOException {
        assertThat(leader.ledgers().find(JOB)).isEmpty();
        leader.ledgers().swap(JOB, bytes("first"));
        leader.ledgers().swap(JOB, bytes("second"));

        assertThat(leader.ledgers().find(JOB)).hasValueSatisfying(isText("second"));
        assertThat(cluster.files()).hasSize(1);

        TestCluster.Leader next = cluster.elect(memory.connect(), 2);
        next.ledgers().swap(JOB, bytes("third")); // without having read it
        assertThat(next.ledgers().find(JOB)).hasValueSatisfying(isText("third"));
        next.ledgers().swap(JOB, bytes("fourth"));

        assertThat(cluster.files()).hasSize(1);
        assertThat(cluster.files().get(0)).startsWith("ledger-" + JOB + "-2-2-");
    }

    @Test
    void aLedgerThatMayBeValidOrNotIsSwappedAgain() throws IOException {
        leader.ledgers().swap(JOB, bytes("first"));
        coordination.loseNext(Loss.OF_THE_CONNECTION);
        assertThatThrownBy(() -> leader.ledgers().swap(JOB, bytes("second")))
                .isInstanceOf(UnknownOutcomeException.class);
        assertThat(cluster.files()).as("either may be valid").hasSize(2);
        coordination.reconnect();

        leader.ledgers().swap(JOB, bytes("second"));

        assertThat(leader.ledgers().find(JOB)).hasValueSatisfying(isText("second"));
    }

    @Test
    void theFirstIntentToCancelStays() throws IOException {
        assertThat(leader.cancels().find(JOB)).isEmpty();

        assertThat(leader.cancels().record(JOB, "cancel")).isTrue();
        assertThat(leader.cancels().record(JOB, "stop")).isFalse();

        assertThat(leader.cancels().find(JOB)).contains("cancel");
        assertThat(cluster.files()).isEmpty();
    }

    @Test
    void aJobEndsOnceAndTheFirstResultStays() throws IOException {
        leader.graphs().put(JOB, bytes("graph"));

        assertThat(leader.results().finish(JOB, bytes("FINISHED"))).isTrue();
        assertThat(leader.results().finish(JOB, bytes("FAILED"))).isFalse();

        assertThat(leader.graphs().find(JOB)).isEmpty();
        JobResult result = leader.results().find(JOB).orElseThrow();
        assertThat(result.content()).asString(UTF_8).isEqualTo("FINISHED");
        assertThat(result.dirty()).isTrue();
        assertThat(leader.results().listDirty()).containsExactly(JOB);
        assertThatThrownBy(() -> leader.results().finish(OTHER_JOB, bytes("FINISHED")))
                .isInstanceOf(ConflictException.class);
        assertThat(cluster.files()).filteredOn(name -> name.startsWith("result-")).hasSize(1);
    }

    @Test
    void aCleanResultIsKeptOrDeletedAndNothingElseIsLeft() throws IOException {
        runToItsEnd(leader);
        leader.cleanup().clean(JOB, checkpoints(), false, Set.of());

        assertThat(leader.results().find(JOB).orElseThrow().dirty()).isFalse();
        assertThat(leader.results().listDirty()).isEmpty();
        assertThat(cluster.files()).hasSize(1);
        assertThat(memory.topNames()).containsExactly("results");
        assertThat(Path.of(cluster.checkpointDirectory(JOB, "1-1"))).doesNotExist();
        leader.cleanup().clean(JOB, checkpoints(), false, Set.of());

        TestCluster.Leader deleting = cluster.elect(memory.connect(), 2, true);
        deleting.cleanup().clean(JOB, checkpoints(), false, Set.of());
        assertThat(cluster.files()).isEmpty();
        assertThat(memory.topNames()).isEmpty();
        deleting.cleanup().clean(JOB, checkpoints(), false, Set.of());
    }

    @Test
    void filesOfCheckpointsThatAreKeptStay() throws IOException {
        runToItsEnd(leader);

        leader.cleanup().clean(JOB, checkpoints(), true, Set.of());

        assertThat(leader.checkpoints().list(JOB)).isEmpty();
        assertThat(leader.checkpoints().read(cluster.checkpointDirectory(JOB, "1-1")))
                .asString(UTF_8)
                .isEqualTo("metadata");
    }

    @Test
    void nothingOfAJobThatHasNotEndedIsCleanedUp() throws IOException {
        leader.graphs().put(JOB, bytes("graph"));
        leader.ledgers().swap(JOB, bytes("ledger"));

        leader.cleanup().clean(JOB, checkpoints(), false, Set.of());

        assertThat(leader.graphs().find(JOB)).isPresent();
        assertThat(leader.ledgers().find(JOB)).isPresent();
    }

    @Test
    void aLeaderThatIsOverChangesNothingAndRemovesNothing() throws IOException {
        leader.graphs().put(JOB, bytes("graph"));
        leader.ledgers().swap(JOB, bytes("ledger"));
        cluster.elect(memory.connect(), 2);

        assertThatThrownBy(() -> leader.graphs().put(OTHER_JOB, bytes("graph")))
                .isInstanceOf(FencedException.class);
        assertThatThrownBy(() -> leader.ledgers().swap(JOB, bytes("late")))
                .isInstanceOf(FencedException.class);
        assertThatThrownBy(() -> leader.results().finish(JOB, bytes("FAILED")))
                .isInstanceOf(FencedException.class);
        assertThatThrownBy(() -> leader.cancels().record(JOB, "cancel"))
                .isInstanceOf(FencedException.class);

        assertThat(leader.graphs().find(JOB)).isPresent();
        assertThat(leader.ledgers().find(JOB)).hasValueSatisfying(isText("ledger"));
    }

    @Test
    void noAnswerAndANewLeaderMeansThatThisOneIsOver() throws IOException {
        leader.ledgers().swap(JOB, bytes("ledger"));
        coordination.loseNext(Loss.OF_THE_REPLY);
        coordination.afterNext(() -> cluster.elect(memory.connect(), 2));

        assertThatThrownBy(() -> leader.ledgers().swap(JOB, bytes("next")))
                .isInstanceOf(FencedException.class)
                .hasMessageContaining("epoch 2 has begun");
        assertThat(cluster.files()).as("neither file is removed").hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "..", "job", "0123456789ABCDEF0123456789ABCDEF", "a/b"})
    void refusesWhatIsNoJobId(String id) {
        assertThatThrownBy(() -> leader.graphs().put(id, bytes("graph")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + id + "'");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void whatIsTooLongIsRefusedBeforeAnythingIsWritten() throws IOException {
        byte[] endless = new byte[16 * 1024 * 1024 + 1];

        assertThatThrownBy(() -> leader.graphs().put(JOB, endless))
                .hasMessageContaining("job graph file of 16777217 bytes");
        TestCluster far =
                new TestCluster(
                        folder.resolve(
                                "d".repeat(250)
                                        + "/"
                                        + "e".repeat(250)
                                        + "/"
                                        + "f".repeat(250)
                                        + "/"
                                        + "g".repeat(250)));
        assertThatThrownBy(() -> far.elect(memory.connect(), 3).graphs().put(JOB, bytes("graph")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("shorter name");

        assertThat(folder).isEmptyDirectory();
        assertThat(memory.topNames()).isEmpty();
    }

    private StorageDirectory checkpoints() throws IOException {
        return cluster.checkpoints(JOB);
    }

    private void runToItsEnd(TestCluster.Leader leader) throws IOException {
        leader.graphs().put(JOB, bytes("graph"));
        leader.ledgers().swap(JOB, bytes("ledger"));
        leader.cancels().record(JOB, "cancel");
        leader.checkpoints()
                .commit(
                        JOB,
                        "1-1",
                        leader.checkpoints().prepare(cluster.checkpointDirectory(JOB, "1-1")),
                        bytes("metadata"));
        leader.results().finish(JOB, bytes("CANCELED"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static Consumer<byte[]> isText(String expected) {
        return content -> assertThat(content).asString(UTF_8).isEqualTo(expected);
    }
}
