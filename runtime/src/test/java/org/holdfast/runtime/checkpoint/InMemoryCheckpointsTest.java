package org.holdfast.runtime.checkpoint;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.holdfast.runtime.concurrent.ManualMainThread;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.jobgraph.JobId;

class InMemoryCheckpointsTest extends CheckpointStorageContract {

    private final ManualMainThread mainThread = new ManualMainThread();
    private final InMemoryCheckpoints checkpoints = new InMemoryCheckpoints(mainThread);

    @Override
    CheckpointStorage storageOf(JobId job) {
        return checkpoints.forJob(job, CheckpointSettings.of(Configuration.empty()));
    }

    @Override
    String savepoints() {
        return "mem:/savepoints";
    }

    @Override
    <T> T get(CompletableFuture<T> result) {
        mainThread.runDue();
        try {
            return result.getNow(null);
        } catch (CompletionException e) {
            throw (CheckpointException) e.getCause();
        }
    }
}
