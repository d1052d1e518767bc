package org.holdfast.runtime.recovery;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.holdfast.runtime.checkpoint.CheckpointId;
import org.holdfast.runtime.checkpoint.CheckpointKind;
import org.holdfast.runtime.checkpoint.CheckpointMetadata;
import org.holdfast.runtime.checkpoint.CheckpointSettings;
import org.holdfast.runtime.checkpoint.CheckpointStorage;
import org.holdfast.runtime.checkpoint.InMemoryCheckpoints;
import org.holdfast.runtime.concurrent.ManualMainThread;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.dispatcher.JobRegistry;
import org.holdfast.runtime.jobgraph.JobId;
import org.holdfast.runtime.simulation.InMemoryJobs;

/** The fake that the simulation runs on keeps the promises of the real one. */
class InMemoryJobsTest extends JobRegistryContract {

    private final ManualMainThread mainThread = new ManualMainThread();
    private final InMemoryCheckpoints checkpoints = new InMemoryCheckpoints(mainThread);
    private final InMemoryJobs jobs = new InMemoryJobs(mainThread, checkpoints);

    @Override
    protected JobRegistry elect() {
        return jobs.elect();
    }

    @Override
    protected <T> T get(CompletableFuture<T> future) {
        mainThread.advance(Duration.ofMinutes(1));
        try {
            return future.join();
        } catch (CompletionException e) {
            throw (RuntimeException) e.getCause();
        }
    }

    @Override
    protected void commit(JobId job, CheckpointId id) {
        CheckpointStorage storage =
                checkpoints.forJob(job, CheckpointSettings.of(Configuration.of(Map.of())));
        get(
                storage.commit(
                        new CheckpointMetadata(
                                id,
                                CheckpointKind.CHECKPOINT,
                                job.hex(),
                                "kept",
                                0,
                                storage.directoryFor(id),
                                Map.of())));
    }

    @Override
    protected void damageLatestCheckpoint(JobId job) {
        jobs.damage(job, "checkpoint 1-1 cannot be read");
    }
}
