package org.holdfast.runtime.dispatcher;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.holdfast.runtime.jobgraph.JobId;
import org.holdfast.runtime.jobmaster.JobListener;
import org.holdfast.runtime.jobmaster.JobMaster;
import org.holdfast.runtime.jobmaster.TakeoverReport;

/**
 * Sees jobs to their ends: stores the result, and when the job shows it, removes what is left of
 * the job and counts it among those that ended. What jobs achieve on the way is noted. On the main
 * thread.
 */
final class JobEnds implements JobListener {

    private final JobRegistry registry;
    private final RunningJobs running;
    private final EndedJobs ended;
    private final JobCleanUp cleanUp;
    private final ClusterLifecycle lifecycle;
    private final RecoveryProgress progress;

    JobEnds(
            JobRegistry registry,
            RunningJobs running,
            EndedJobs ended,
            JobCleanUp cleanUp,
            ClusterLifecycle lifecycle,
            RecoveryProgress progress) {
        this.registry = requireNonNull(registry, "registry");
        this.running = requireNonNull(running, "running");
        this.ended = requireNonNull(ended, "ended");
        this.cleanUp = requireNonNull(cleanUp, "cleanUp");
        this.lifecycle = requireNonNull(lifecycle, "lifecycle");
        this.progress = requireNonNull(progress, "progress");
    }

    @Override
    public CompletableFuture<Void> onJobDecided(JobMaster job, JobDetails details) {
        return registry.finish(resultOf(job, details));
    }

    private static JobResult resultOf(JobMaster job, JobDetails details) {
        return new JobResult(job.graph().id(), Optional.of(job.graph()), details);
    }

    @Override
    public void onJobEnded(JobMaster job) {
        cleanUp.begin(resultOf(job, job.details()), () -> end(job));
    }

    private void end(JobMaster job) {
        JobId id = job.graph().id();
        running.remove(job);
        ended.add(job);
        progress.onJobGone(id);
        lifecycle.onJobEnded(job.details());
    }

    /**
     * A job has ended before it could be run here.
     *
     * @param dirty whether something of it is left
     */
    void onFoundEnded(JobResult result, boolean dirty) {
        ended.add(result);
        Runnable tell = () -> lifecycle.onJobEnded(result.details());
        if (dirty) {
            cleanUp.begin(result, tell);
        } else {
            tell.run();
        }
    }

    @Override
    public void onTakenOver(JobMaster job, TakeoverReport report) {
        progress.onTakenOver(job, report);
    }

    @Override
    public void onAllTasksRunning(JobMaster job) {
        progress.onAllTasksRunning(job.graph().id());
        registry.noteProgress();
    }

    @Override
    public void onCheckpointCompleted(JobMaster job) {
        progress.onCheckpointCompleted(job.graph().id());
        registry.noteProgress();
    }
}
