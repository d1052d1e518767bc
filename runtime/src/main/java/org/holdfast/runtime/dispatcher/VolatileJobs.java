package org.holdfast.runtime.dispatcher;

import java.util.concurrent.CompletableFuture;
import org.holdfast.runtime.jobgraph.JobGraph;
import org.holdfast.runtime.jobgraph.JobId;
import org.holdfast.runtime.jobmaster.Ledger;

/**
 * Keeps nothing: jobs end with the JobManager, as without high availability. Everything is done at
 * once, so that nothing waits for it.
 */
public final class VolatileJobs implements JobRegistry {

    private static final CompletableFuture<Void> DONE = CompletableFuture.completedFuture(null);

    @Override
    public CompletableFuture<RecoveredJobs> recover() {
        return CompletableFuture.completedFuture(RecoveredJobs.NONE);
    }

    @Override
    public CompletableFuture<RecoveredJob> recover(JobId job, boolean withCheckpoints) {
        return CompletableFuture.failedFuture(
                new JobRegistryException("job " + job + " is not stored", false, null));
    }

    @Override
    public CompletableFuture<Void> put(JobGraph graph) {
        return DONE;
    }

    @Override
    public CompletableFuture<Void> recordCancel(JobId job) {
        return DONE;
    }

    @Override
    public CompletableFuture<Void> putLedger(Ledger ledger) {
        return DONE;
    }

    @Override
    public CompletableFuture<Void> finish(JobResult result) {
        return DONE;
    }

    @Override
    public CompletableFuture<Void> clean(JobResult result) {
        return DONE;
    }

    @Override
    public void noteProgress() {
        // nobody starts this JobManager again
    }
}
