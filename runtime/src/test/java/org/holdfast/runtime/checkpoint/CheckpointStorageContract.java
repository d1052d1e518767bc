package org.holdfast.runtime.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.holdfast.api.SourceSplit;
import org.holdfast.api.SplitPosition;
import org.holdfast.runtime.checkpoint.CheckpointMetadata.OperatorState;
import org.holdfast.runtime.checkpoint.CommitOutcome.Committed;
import org.holdfast.runtime.checkpoint.CommitOutcome.Refused;
import org.holdfast.runtime.jobgraph.JobId;
import org.junit.jupiter.api.Test;

/** What every storage of checkpoints does. */
abstract class CheckpointStorageContract {

    static final JobId JOB = new JobId("0123456789abcdef0123456789abcdef");
    static final CheckpointId FIRST = new CheckpointId(1, 1);
    static final CheckpointId SECOND = new CheckpointId(1, 2);

    /** The same storage each time, seen by one job. */
    abstract CheckpointStorage storageOf(JobId job);

    /** A directory that users may put savepoints in. */
    abstract String savepoints();

    /** Waits until it is done. */
    abstract <T> T get(CompletableFuture<T> result);

    @Test
    void loadsWhatWasCommittedByDirectoryAndByFile() {
        CheckpointMetadata committed = commit(FIRST, storage().directoryFor(FIRST));

        assertThat(committed.path()).endsWith("/chk-1-1/_metadata");
        assertThat(get(storage().load(committed.path()))).isEqualTo(committed);
        String directory = committed.path().replace("/_metadata", "");
        assertThat(get(storageOf(JobId.random()).load(directory))).isEqualTo(committed);
    }

    @Test
    void removesACheckpointWithItsFiles() {
        CheckpointMetadata committed = commit(FIRST, storage().directoryFor(FIRST));

        get(storage().remove(committed));
        get(storage().remove(committed));

        assertMissing(committed.path());
        assertThat(get(storage().outcomeOf(metadata(FIRST, storage().directoryFor(FIRST)))))
                .isInstanceOf(Refused.class);
    }

    @Test
    void leavesSavepointsToTheUser() {
        String directory = storage().savepointDirectory(savepoints(), FIRST);
        assertThat(directory).isEqualTo(savepoints() + "/savepoint-" + JOB.hex() + "-1-1");
        CheckpointMetadata savepoint = commit(FIRST, directory);

        get(storage().remove(savepoint));
        get(storage().clear(Set.of()));

        assertThat(get(storage().load(savepoint.path()))).isEqualTo(savepoint);
        assertThat(get(storage().outcomeOf(metadata(FIRST, directory))))
                .isInstanceOf(Refused.class);
    }

    @Test
    void keepsTheFilesOfWhatItReleases() {
        CheckpointMetadata kept = commit(FIRST, storage().directoryFor(FIRST));

        get(storage().release(kept));
        get(storage().clear(Set.of(FIRST)));

        assertThat(get(storage().load(kept.path()))).isEqualTo(kept);
        assertThat(get(storage().outcomeOf(metadata(FIRST, storage().directoryFor(FIRST)))))
                .isInstanceOf(Refused.class);
    }

    @Test
    void knowsWhatBecameOfACommit() {
        String directory = get(storage().prepare(storage().directoryFor(FIRST)));
        CheckpointMetadata wanted = metadata(FIRST, directory);
        assertThat(get(storage().outcomeOf(wanted))).isInstanceOf(Refused.class);

        CommitOutcome outcome = get(storage().commit(wanted));

        assertThat(get(storage().outcomeOf(wanted))).isEqualTo(outcome);
    }

    @Test
    void discardsWhatWasPreparedOnly() {
        String prepared = get(storage().prepare(storage().directoryFor(SECOND)));
        CheckpointMetadata committed = commit(FIRST, storage().directoryFor(FIRST));

        get(storage().discard(prepared));
        get(storage().discard(prepared));

        assertMissing(prepared);
        assertThat(get(storage().load(committed.path()))).isEqualTo(committed);
    }

    @Test
    void clearsWhatIsNotRetained() {
        CheckpointMetadata left = commit(FIRST, storage().directoryFor(FIRST));
        CheckpointMetadata retained = commit(SECOND, storage().directoryFor(SECOND));

        get(storage().clear(Set.of(SECOND)));

        assertMissing(left.path());
        assertThat(get(storage().load(retained.path()))).isEqualTo(retained);
    }

    @Test
    void saysWhatIsMissing() {
        assertMissing(savepoints() + "/nothing-here");
    }

    final CheckpointStorage storage() {
        return storageOf(JOB);
    }

    final CheckpointMetadata commit(CheckpointId id, String directory) {
        String prepared = get(storage().prepare(directory));
        CommitOutcome outcome = get(storage().commit(metadata(id, prepared)));
        assertThat(outcome).isInstanceOf(Committed.class);
        return ((Committed) outcome).checkpoint();
    }

    private void assertMissing(String path) {
        assertThatThrownBy(() -> get(storage().load(path)))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("Cannot restore from " + path)
                .hasMessageContaining("there is no such directory");
    }

    static CheckpointMetadata metadata(CheckpointId id, String directory) {
        return new CheckpointMetadata(
                id,
                CheckpointKind.CHECKPOINT,
                JOB.hex(),
                "a job",
                1_000,
                directory,
                Map.of(
                        "lines",
                        new OperatorState(
                                1,
                                Optional.of(
                                        List.of(
                                                new SplitPosition(
                                                        new SourceSplit("a", "file a", 9), 4))),
                                List.of(),
                                List.of(),
                                List.of()),
                        "count",
                        new OperatorState(
                                2,
                                Optional.empty(),
                                List.of(
                                        handle(0, 64, "hdfs:/x/1-0-0", ""),
                                        handle(64, 64, "", "AAEC")),
                                List.of(1),
                                List.of()),
                        "out",
                        new OperatorState(
                                2,
                                Optional.empty(),
                                List.of(),
                                List.of(),
                                List.of("part-0", "part-1"))));
    }

    static StateHandle handle(int first, int groups, String file, String inline) {
        return new StateHandle(first, groups, file, inline, 3, "a".repeat(64));
    }
}
