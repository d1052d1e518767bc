package org.holdfast.runtime.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hadoop.conf.Configuration;
import org.holdfast.ha.leader.InMemoryCoordinationStore;
import org.holdfast.ha.leader.LeaderCandidate;
import org.holdfast.ha.storage.StorageDirectories;
import org.holdfast.ha.store.CheckpointStore;
import org.holdfast.runtime.checkpoint.CommitOutcome.Refused;
import org.holdfast.runtime.checkpoint.CommitOutcome.Unknown;
import org.holdfast.runtime.jobgraph.JobId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredCheckpointsTest extends CheckpointStorageContract {

    @TempDir private Path folder;
    private final ExecutorService io = Executors.newSingleThreadExecutor();
    private final ExecutorService mainThread = Executors.newSingleThreadExecutor();
    private final InMemoryCoordinationStore coordination = new InMemoryCoordinationStore();
    private CheckpointStore store;

    @BeforeEach
    void open() throws IOException {
        store =
                new CheckpointStore(
                        coordination,
                        coordination.campaign(new LeaderCandidate(1, "test")).orElseThrow(),
                        new StorageDirectories(new Configuration(false)));
    }

    @AfterEach
    void stop() {
        io.shutdownNow();
        mainThread.shutdownNow();
    }

    @Override
    CheckpointStorage storageOf(JobId job) {
        return new StoredCheckpoints(
                job, folder.resolve("checkpoints/" + job).toString(), 1, store, io, mainThread);
    }

    @Override
    String savepoints() {
        return folder.resolve("savepoints").toUri().toString().replaceAll("/$", "");
    }

    @Override
    <T> T get(CompletableFuture<T> result) {
        try {
            return result.get(20, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw (CheckpointException) e.getCause();
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whoIsFencedDoesNotSayThatNothingIsCommitted() throws IOException {
        String directory = get(storage().prepare(storage().directoryFor(FIRST)));
        assertThat(coordination.campaign(new LeaderCandidate(2, "next"))).isPresent();

        assertThat(get(storage().commit(metadata(FIRST, directory)))).isInstanceOf(Unknown.class);
        assertThat(get(storage().outcomeOf(metadata(FIRST, directory))))
                .isInstanceOf(Unknown.class);
    }

    @Test
    void tellsTasksAFullyQualifiedDirectory() {
        assertThat(get(storage().prepare(storage().directoryFor(FIRST))))
                .isEqualTo("file:" + folder.resolve("checkpoints/" + JOB + "/chk-1-1"));
    }

    @Test
    void leavesNothingOfAJobThatRetainsNothing() {
        get(storage().remove(commit(FIRST, storage().directoryFor(FIRST))));
        get(storage().prepare(storage().directoryFor(SECOND)));

        get(storage().clear(Set.of()));

        assertThat(folder.resolve("checkpoints")).isEmptyDirectory();
    }

    @Test
    void doesNotTouchWhatALaterJobManagerWrote() {
        CheckpointId later = new CheckpointId(2, 1);
        CheckpointMetadata committed = commit(later, storage().directoryFor(later));

        get(storage().clear(Set.of()));

        assertThat(get(storage().load(committed.path()))).isEqualTo(committed);
    }

    @Test
    void namesTheDirectoryThatCannotBeCreated() throws IOException {
        Files.writeString(folder.resolve("checkpoints"), "a file is in the way");
        String directory = storage().directoryFor(FIRST);

        assertThatThrownBy(() -> get(storage().prepare(directory)))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(directory + " cannot be created: ");
        assertThat(get(storage().commit(metadata(FIRST, directory)))).isInstanceOf(Refused.class);
    }

    @Test
    void neverOverwritesMetadata() {
        CheckpointMetadata committed = commit(FIRST, storage().directoryFor(FIRST));

        CommitOutcome again = get(storage().commit(metadata(FIRST, storage().directoryFor(FIRST))));

        assertThat(again)
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.reason()).contains("never overwritten"));
        assertThat(get(storage().load(committed.path()))).isEqualTo(committed);
    }

    @Test
    void refusesADirectoryThatCannotBePointedTo() {
        String deep = savepoints() + "/segment-of-twenty-ch".repeat(50);

        assertThatThrownBy(() -> get(storage().prepare(storage().savepointDirectory(deep, FIRST))))
                .hasMessageContaining("Use a directory with a shorter name");
    }

    @Test
    void saysWhatIsNotMetadata() throws IOException {
        Files.createDirectories(folder.resolve("savepoints/a"));
        Files.createDirectories(folder.resolve("savepoints/b"));
        Files.write(folder.resolve("savepoints/b/_metadata"), "something else".getBytes(UTF_8));

        assertThatThrownBy(() -> get(storage().load(savepoints() + "/a")))
                .hasMessageContaining("it is not a savepoint or checkpoint");
        assertThatThrownBy(() -> get(storage().load(savepoints() + "/b")))
                .hasMessageContaining("is not a checkpoint metadata file");
        assertThatThrownBy(() -> get(storage().load("no such scheme:/x")))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("no such scheme");
    }

    @Test
    void failsWhenTheProcessIsAboutToEnd() {
        io.shutdownNow();

        assertThatThrownBy(() -> get(storage().prepare(storage().directoryFor(FIRST))))
                .isInstanceOf(CheckpointException.class);
    }
}
