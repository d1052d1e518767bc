package org.holdfast.runtime.simulation;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.holdfast.runtime.checkpoint.CheckpointException;
import org.holdfast.runtime.checkpoint.CheckpointId;
import org.holdfast.runtime.checkpoint.CheckpointMetadata;
import org.holdfast.runtime.checkpoint.CheckpointSettings;
import org.holdfast.runtime.checkpoint.CheckpointStorage;
import org.holdfast.runtime.checkpoint.CommitOutcome;
import org.holdfast.runtime.concurrent.ManualMainThread;
import org.holdfast.runtime.jobgraph.JobId;

/** Keeps checkpoints of all jobs in memory, and takes its time. */
public final class FakeCheckpointStorage implements CheckpointStorage.Factory {

    private final ManualMainThread mainThread;
    private final LongSupplier latencyMillis;

    /** Committed, by path. */
    private final Map<String, CheckpointMetadata> committed = new HashMap<>();

    private boolean full;

    FakeCheckpointStorage(ManualMainThread mainThread, LongSupplier latencyMillis) {
        this.mainThread = mainThread;
        this.latencyMillis = latencyMillis;
    }

    /** From now on, or no more, nothing can be written. */
    public void isFull(boolean isFull) {
        full = isFull;
    }

    /** Paths of what is committed and not removed. */
    public Set<String> paths() {
        return Set.copyOf(committed.keySet());
    }

    @Override
    public CheckpointStorage forJob(JobId job, CheckpointSettings settings) {
        return new OfJob(job);
    }

    private final class OfJob implements CheckpointStorage {

        private final JobId job;

        OfJob(JobId job) {
            this.job = job;
        }

        @Override
        public String directoryFor(CheckpointId id) {
            return "/checkpoints/" + job + "/chk-" + id;
        }

        @Override
        public String savepointDirectory(String base, CheckpointId id) {
            return base + "/savepoint-" + job.hex().substring(0, 6) + "-" + id;
        }

        @Override
        public CompletableFuture<String> prepare(String directory) {
            return later(
                    () -> {
                        if (full) {
                            throw new CheckpointException(directory + ": disk full");
                        }
                        return directory;
                    });
        }

        @Override
        public CompletableFuture<CommitOutcome> commit(CheckpointMetadata metadata) {
            return later(() -> full ? refused(metadata) : committed(metadata));
        }

        private CommitOutcome refused(CheckpointMetadata metadata) {
            return new CommitOutcome.Refused(metadata.path() + ": disk full");
        }

        private CommitOutcome committed(CheckpointMetadata metadata) {
            CheckpointMetadata written =
                    new CheckpointMetadata(
                            metadata.id(),
                            metadata.kind(),
                            metadata.job(),
                            metadata.jobName(),
                            metadata.triggerTime(),
                            metadata.path() + "/_metadata",
                            metadata.operators());
            committed.put(written.path(), written);
            return new CommitOutcome.Committed(written);
        }

        @Override
        public CompletableFuture<CommitOutcome> outcomeOf(CheckpointMetadata metadata) {
            throw new AssertionError("no outcome is unknown here, asked of " + metadata.path());
        }

        @Override
        public CompletableFuture<Void> discard(String directory) {
            return later(() -> null);
        }

        @Override
        public CompletableFuture<Void> remove(CheckpointMetadata checkpoint) {
            return later(
                    () -> {
                        if (checkpoint.path().startsWith("/checkpoints/")) {
                            committed.remove(checkpoint.path());
                        }
                        return null;
                    });
        }

        @Override
        public CompletableFuture<Void> release(CheckpointMetadata checkpoint) {
            return later(() -> null);
        }

        @Override
        public CompletableFuture<Void> clear(Set<CheckpointId> retained) {
            return later(() -> null);
        }

        @Override
        public CompletableFuture<CheckpointMetadata> load(String path) {
            return later(
                    () -> {
                        CheckpointMetadata found = committed.get(path);
                        if (found == null) {
                            throw new CheckpointException("there is no checkpoint at " + path);
                        }
                        return found;
                    });
        }
    }

    private <T> CompletableFuture<T> later(Supplier<T> action) {
        CompletableFuture<T> result = new CompletableFuture<>();
        mainThread.schedule(
                Duration.ofMillis(latencyMillis.getAsLong()),
                () -> {
                    try {
                        result.complete(action.get());
                    } catch (CheckpointException e) {
                        result.completeExceptionally(e);
                    }
                });
        return result;
    }
}
