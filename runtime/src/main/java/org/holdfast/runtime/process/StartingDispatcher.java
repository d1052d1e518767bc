package org.holdfast.runtime.process;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.holdfast.runtime.checkpoint.CheckpointReport;
import org.holdfast.runtime.checkpoint.SavepointRequest;
import org.holdfast.runtime.dispatcher.ClusterOverview;
import org.holdfast.runtime.dispatcher.DispatcherGateway;
import org.holdfast.runtime.dispatcher.JobDetails;
import org.holdfast.runtime.dispatcher.JobStatus;
import org.holdfast.runtime.dispatcher.JobSummary;
import org.holdfast.runtime.dispatcher.RecoveryTimeline;
import org.holdfast.runtime.dispatcher.TaskManagerDetails;
import org.holdfast.runtime.jobgraph.JobGraph;
import org.holdfast.runtime.jobgraph.JobId;

/**
 * A Dispatcher that is still being started: what clients ask waits for it. So the REST server,
 * which takes as long to start as the actors do, starts beside them.
 */
final class StartingDispatcher implements DispatcherGateway {

    private final CompletableFuture<DispatcherGateway> dispatcher;

    StartingDispatcher(CompletableFuture<DispatcherGateway> dispatcher) {
        this.dispatcher = dispatcher;
    }

    @Override
    public CompletableFuture<JobId> submit(JobGraph graph) {
        return dispatcher.thenCompose(started -> started.submit(graph));
    }

    @Override
    public CompletableFuture<List<JobSummary>> jobs() {
        return dispatcher.thenCompose(DispatcherGateway::jobs);
    }

    @Override
    public CompletableFuture<Optional<JobDetails>> job(JobId id) {
        return dispatcher.thenCompose(started -> started.job(id));
    }

    @Override
    public CompletableFuture<Optional<JobStatus>> cancel(JobId id) {
        return dispatcher.thenCompose(started -> started.cancel(id));
    }

    @Override
    public CompletableFuture<Optional<String>> savepoint(JobId id, SavepointRequest request) {
        return dispatcher.thenCompose(started -> started.savepoint(id, request));
    }

    @Override
    public CompletableFuture<Optional<CheckpointReport>> checkpoints(JobId id) {
        return dispatcher.thenCompose(started -> started.checkpoints(id));
    }

    @Override
    public CompletableFuture<Optional<JobStatus>> retry(JobId id) {
        return dispatcher.thenCompose(started -> started.retry(id));
    }

    @Override
    public CompletableFuture<Optional<JobStatus>> drop(JobId id) {
        return dispatcher.thenCompose(started -> started.drop(id));
    }

    @Override
    public CompletableFuture<Optional<JobStatus>> restoreFrom(JobId id, String path) {
        return dispatcher.thenCompose(started -> started.restoreFrom(id, path));
    }

    @Override
    public CompletableFuture<RecoveryTimeline> recovery() {
        return dispatcher.thenCompose(DispatcherGateway::recovery);
    }

    @Override
    public CompletableFuture<ClusterOverview> overview() {
        return dispatcher.thenCompose(DispatcherGateway::overview);
    }

    @Override
    public CompletableFuture<List<TaskManagerDetails>> taskManagers() {
        return dispatcher.thenCompose(DispatcherGateway::taskManagers);
    }

    @Override
    public CompletableFuture<Optional<String>> taskManagerLog(String taskManagerId, int maxBytes) {
        return dispatcher.thenCompose(started -> started.taskManagerLog(taskManagerId, maxBytes));
    }

    @Override
    public CompletableFuture<Void> shutDown(String reason) {
        return dispatcher.thenCompose(started -> started.shutDown(reason));
    }
}
