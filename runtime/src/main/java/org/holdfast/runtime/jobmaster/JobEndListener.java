package org.holdfast.runtime.jobmaster;

/** Who needs to know that a job has ended. */
@FunctionalInterface
public interface JobEndListener {

    /** The job reached a terminal status and holds no slots any more. Said once. */
    void onJobEnded(JobMaster job);
}
