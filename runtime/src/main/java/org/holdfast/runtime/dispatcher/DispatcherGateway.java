package org.holdfast.runtime.dispatcher;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.holdfast.runtime.checkpoint.CheckpointException;
import org.holdfast.runtime.checkpoint.CheckpointReport;
import org.holdfast.runtime.checkpoint.SavepointRequest;
import org.holdfast.runtime.jobgraph.JobGraph;
import org.holdfast.runtime.jobgraph.JobId;

/** The Dispatcher as clients see it. Thread-safe; answers complete on any thread. */
public interface DispatcherGateway {

    /**
     * Accepts a job. Idempotent: the same job id with the same content gets the same answer.
     *
     * @return fails with {@link JobRejectedException} if the job cannot be run or its id is used by
     *     another
     */
    CompletableFuture<JobId> submit(JobGraph graph);

    /** All jobs, newest first; of those that ended, the latest {@code jobstore.max-capacity}. */
    CompletableFuture<List<JobSummary>> jobs();

    /** One job in detail; empty if there is no such job. */
    CompletableFuture<Optional<JobDetails>> job(JobId id);

    /**
     * Cancels a job.
     *
     * @return its status then; empty if there is no such job
     */
    CompletableFuture<Optional<JobStatus>> cancel(JobId id);

    /**
     * Takes a savepoint.
     *
     * @return when it is complete (and, if asked to, when the job has ended), the path of its
     *     metadata file; empty if there is no such job; fails with {@link CheckpointException} if
     *     it cannot be had
     */
    CompletableFuture<Optional<String>> savepoint(JobId id, SavepointRequest request);

    /** A job's checkpoints; empty if there is no such job. */
    CompletableFuture<Optional<CheckpointReport>> checkpoints(JobId id);

    /**
     * Reads a quarantined job once more, and starts it from its latest checkpoint.
     *
     * @return its status then; empty if there is no such job; fails with {@link
     *     JobRejectedException} if it stays quarantined
     */
    CompletableFuture<Optional<JobStatus>> retry(JobId id);

    /**
     * Ends a quarantined job. Its checkpoints and its jar stay where they are.
     *
     * @return its status then; empty if there is no such job; fails with {@link
     *     JobRejectedException} if it stays quarantined
     */
    CompletableFuture<Optional<JobStatus>> drop(JobId id);

    /**
     * Starts a quarantined job from another checkpoint, or from a savepoint.
     *
     * @param path of its directory or of its metadata file
     * @return its status then; empty if there is no such job; fails with {@link
     *     JobRejectedException} if it stays quarantined
     */
    CompletableFuture<Optional<JobStatus>> restoreFrom(JobId id, String path);

    /** How far the JobManager's start has come. */
    CompletableFuture<RecoveryTimeline> recovery();

    /** The cluster at a glance. */
    CompletableFuture<ClusterOverview> overview();

    /** All registered TaskManagers. */
    CompletableFuture<List<TaskManagerDetails>> taskManagers();

    /**
     * The end of a TaskManager's log.
     *
     * @return empty if there is no such TaskManager
     */
    CompletableFuture<Optional<String>> taskManagerLog(String taskManagerId, int maxBytes);

    /**
     * Ends the cluster: cancels what runs, releases TaskManagers, unregisters. Completes when it
     * has begun.
     *
     * @param reason shown in logs and to YARN's users
     */
    CompletableFuture<Void> shutDown(String reason);
}
