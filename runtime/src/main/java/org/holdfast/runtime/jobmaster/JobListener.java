package org.holdfast.runtime.jobmaster;

import java.util.concurrent.CompletableFuture;
import org.holdfast.runtime.dispatcher.JobDetails;

/** Who needs to know how a job goes. On the main thread. */
public interface JobListener {

    /**
     * All tasks have ended, and it is decided how the job ends. Asked again if it fails.
     *
     * @param details as they are to stay
     * @return completes when that is durable; only then the job shows it
     */
    CompletableFuture<Void> onJobDecided(JobMaster job, JobDetails details);

    /** The job shows its terminal status and holds neither slots nor checkpoints. Said once. */
    void onJobEnded(JobMaster job);

    /** It is decided what of an earlier JobManager's tasks goes on. Said once at most. */
    void onTakenOver(JobMaster job, TakeoverReport report);

    /** All tasks run. Said after each start. */
    void onAllTasksRunning(JobMaster job);

    /** A checkpoint is committed. */
    void onCheckpointCompleted(JobMaster job);
}
