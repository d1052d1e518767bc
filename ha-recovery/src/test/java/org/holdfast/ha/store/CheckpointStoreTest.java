package org.holdfast.ha.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.holdfast.ha.leader.CoordinationPath;
import org.holdfast.ha.leader.FencedException;
import org.holdfast.ha.leader.InMemoryCoordinationStore;
import org.holdfast.ha.leader.LeaderCandidate;
import org.holdfast.ha.leader.LossyCoordinationStore;
import org.holdfast.ha.leader.LossyCoordinationStore.Loss;
import org.holdfast.ha.leader.UnknownOutcomeException;
import org.holdfast.ha.storage.MetadataPointer;
import org.holdfast.ha.storage.StorageDirectories;
import org.holdfast.ha.storage.StorageDirectory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointStoreTest {

    private static final String JOB = "0123456789abcdef0123456789abcdef";
    private static final byte[] METADATA = "metadata".getBytes(UTF_8);

    @TempDir private Path folder;
    private final InMemoryCoordinationStore memory = new InMemoryCoordinationStore();
    private final LossyCoordinationStore coordination = new LossyCoordinationStore(memory);
    private CheckpointStore store;

    @BeforeEach
    void elect() throws IOException {
        store =
                new CheckpointStore(
                        coordination,
                        coordination.campaign(new LeaderCandidate(1, "first")).orElseThrow(),
                        new StorageDirectories(new Configuration(false)));
    }

    @Test
    void aCheckpointIsAFileAndAPointerToIt() throws IOException {
        StorageDirectory directory = store.prepare(folder + "/chk-1-1");

        MetadataPointer pointer = store.commit(JOB, "1-1", directory, METADATA);

        assertThat(folder.resolve("chk-1-1/_metadata")).hasSize(pointer.length());
        assertThat(memory.read(new CoordinationPath("jobs/" + JOB + "/checkpoints/1-1")))
                .contains(pointer.encode());
        assertThat(store.find(JOB, "1-1")).contains(pointer);
        assertThat(store.list(JOB)).containsExactly("1-1");
        assertThat(store.read(pointer.path())).isEqualTo(METADATA);
        assertThat(store.read(folder + "/chk-1-1/")).isEqualTo(METADATA);
    }

    @Test
    void removesThePointerBeforeTheFile() throws IOException {
        StorageDirectory directory = store.prepare(folder + "/chk-1-1");
        store.commit(JOB, "1-1", directory, METADATA);
        coordination.loseNext(Loss.BEFORE_THE_CHANGE);

        assertThatThrownBy(() -> store.remove(JOB, "1-1", directory))
                .hasMessageContaining("was not committed");
        assertThat(store.read(folder + "/chk-1-1")).as("it still counts").isEqualTo(METADATA);
        store.remove(JOB, "1-1", directory);

        assertThat(store.list(JOB)).isEmpty();
        assertThat(folder.resolve("chk-1-1")).doesNotExist();
        store.remove(JOB, "1-1", directory);
    }

    @Test
    void whatALaterLeaderMayCountOnIsNotRemoved() throws IOException {
        StorageDirectory directory = store.prepare(folder + "/chk-1-1");
        store.commit(JOB, "1-1", directory, METADATA);
        memory.connect().campaign(new LeaderCandidate(2, "second"));

        assertThatThrownBy(() -> store.remove(JOB, "1-1", directory))
                .isInstanceOf(FencedException.class);
        assertThatThrownBy(() -> store.commit(JOB, "1-2", store.prepare(folder + "/b"), METADATA))
                .isInstanceOf(FencedException.class);

        assertThat(store.list(JOB)).containsExactly("1-1");
        assertThat(store.read(folder + "/chk-1-1")).isEqualTo(METADATA);
    }

    @Test
    void readsBackWhenTheReplyIsLost() throws IOException {
        coordination.loseNext(Loss.OF_THE_REPLY);

        store.commit(JOB, "1-1", store.prepare(folder + "/a"), METADATA);
        assertThat(store.list(JOB)).containsExactly("1-1");

        coordination.loseNext(Loss.BEFORE_THE_CHANGE);
        assertThatThrownBy(() -> store.commit(JOB, "1-2", store.prepare(folder + "/b"), METADATA))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(UnknownOutcomeException.class)
                .hasMessageContaining("was not committed");
        assertThat(store.list(JOB)).containsExactly("1-1");
    }

    @Test
    void doesNotGuessWhenItCannotReadBack() throws IOException {
        coordination.loseNext(Loss.OF_THE_CONNECTION);

        assertThatThrownBy(() -> store.commit(JOB, "1-1", store.prepare(folder + "/a"), METADATA))
                .isInstanceOf(UnknownOutcomeException.class);

        coordination.reconnect();
        assertThat(store.find(JOB, "1-1")).as("as it turns out").isPresent();
    }

    @Test
    void saysWhatIsMissing() throws IOException {
        Files.createDirectories(folder.resolve("empty"));

        assertThatThrownBy(() -> store.read(folder + "/nowhere"))
                .isInstanceOf(FileNotFoundException.class)
                .hasMessageContaining("nowhere: there is no such directory");
        assertThatThrownBy(() -> store.read(folder + "/empty/_metadata"))
                .isInstanceOf(FileNotFoundException.class)
                .hasMessageContaining("empty has no file _metadata");
        assertThat(store.find(JOB, "9-9")).isEmpty();
    }
}
