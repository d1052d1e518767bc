package org.holdfast.runtime.dispatcher;

import java.util.concurrent.CompletableFuture;
import org.holdfast.runtime.jobgraph.JobGraph;
import org.holdfast.runtime.jobgraph.JobId;
import org.holdfast.runtime.jobmaster.Ledger;
import org.holdfast.runtime.jobmaster.LedgerStore;

/**
 * What is durable of jobs beside their checkpoints. Called on the main thread, never blocks it; the
 * futures complete on the main thread.
 *
 * <p>Every operation may be repeated: what has happened already happens no second time, and
 * succeeds. They fail with a {@link JobRegistryException}.
 */
public interface JobRegistry extends LedgerStore {

    /**
     * Reads all there is. One job that cannot be read is quarantined and changes no other; the
     * whole fails only if the storage does not answer, and may then be tried again.
     */
    CompletableFuture<RecoveredJobs> recover();

    /**
     * Reads one job that has not ended once more.
     *
     * @param withCheckpoints whether to read those too; if not, the job has none in the answer
     * @return fails if something of it cannot be read, or there is no such job
     */
    CompletableFuture<RecoveredJob> recover(JobId job, boolean withCheckpoints);

    /**
     * Stores a job that is to run.
     *
     * @return fails with a {@link JobRejectedException} if its id is used by another job
     */
    CompletableFuture<Void> put(JobGraph graph);

    /** Notes that a job is to be cancelled. */
    CompletableFuture<Void> recordCancel(JobId job);

    /** Notes which attempts of a job are about to be deployed. */
    @Override
    CompletableFuture<Void> putLedger(Ledger ledger);

    /** A job has ended: in one step it is no job any more but a result with leftovers. */
    CompletableFuture<Void> finish(JobResult result);

    /**
     * Removes the leftovers of a job that has ended, among them the checkpoints that are not to be
     * kept and its jar, unless another job uses it. When none is left, notes that.
     */
    CompletableFuture<Void> clean(JobResult result);

    /**
     * Notes that this JobManager has achieved something: a job is stored, runs with all its tasks,
     * or has committed a checkpoint. Costs nothing from the second time on; if it cannot be noted,
     * the next time tries again.
     */
    void noteProgress();
}
