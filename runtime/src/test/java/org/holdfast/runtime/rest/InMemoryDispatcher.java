package org.holdfast.runtime.rest;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.holdfast.runtime.checkpoint.CheckpointKind;
import org.holdfast.runtime.checkpoint.CheckpointReport;
import org.holdfast.runtime.checkpoint.SavepointRequest;
import org.holdfast.runtime.dispatcher.ClusterOverview;
import org.holdfast.runtime.dispatcher.DispatcherGateway;
import org.holdfast.runtime.dispatcher.JobDetails;
import org.holdfast.runtime.dispatcher.JobRejectedException;
import org.holdfast.runtime.dispatcher.JobStatus;
import org.holdfast.runtime.dispatcher.JobSummary;
import org.holdfast.runtime.dispatcher.RecoveryTimeline;
import org.holdfast.runtime.dispatcher.TaskManagerDetails;
import org.holdfast.runtime.jobgraph.JobGraph;
import org.holdfast.runtime.jobgraph.JobId;
import org.holdfast.runtime.network.DataAddress;
import org.holdfast.runtime.process.AttemptLimits;
import org.holdfast.runtime.task.ExecutionState;
import org.holdfast.runtime.task.TaskCounters;
import org.holdfast.runtime.taskmanager.TaskManagerId;
import org.holdfast.runtime.taskmanager.TaskManagerRegistration;

/**
 * A cluster of one TaskManager in which every job runs until it is cancelled, and a savepoint takes
 * until somebody completes it.
 */
final class InMemoryDispatcher implements DispatcherGateway {

    static final TaskManagerId TASK_MANAGER = new TaskManagerId("container_1_0001_01_000002");

    private static final CheckpointReport.Checkpoint CHECKPOINT =
            new CheckpointReport.Checkpoint(
                    (1L << 32) + 1,
                    "1-1",
                    CheckpointKind.CHECKPOINT,
                    CheckpointReport.Status.COMPLETED,
                    2_000,
                    85,
                    1 << 20,
                    1_500,
                    300,
                    80_000,
                    4,
                    4,
                    "hdfs:///c/chk-1-1/_metadata",
                    "");
    private static final CheckpointReport.Checkpoint FAILED_CHECKPOINT =
            new CheckpointReport.Checkpoint(
                    (1L << 32) + 2,
                    "1-2",
                    CheckpointKind.SAVEPOINT,
                    CheckpointReport.Status.FAILED,
                    3_000,
                    40,
                    0,
                    0,
                    0,
                    0,
                    3,
                    4,
                    "",
                    "count (1/2): the disk is full");

    private final Map<JobId, JobGraph> graphs = new ConcurrentSkipListMap<>();
    private final Map<JobId, JobStatus> states = new ConcurrentSkipListMap<>();
    private final List<Savepoint> savepoints = new CopyOnWriteArrayList<>();
    private final List<String> commands = new CopyOnWriteArrayList<>();
    private final List<String> shutDowns = new CopyOnWriteArrayList<>();

    /** A savepoint that was asked for, and its path as soon as there is one. */
    record Savepoint(
            JobId job, SavepointRequest request, CompletableFuture<Optional<String>> path) {}

    List<Savepoint> savepoints() {
        return savepoints;
    }

    /** Of a job that took one checkpoint, and fails to take another. */
    static final CheckpointReport CHECKPOINTS =
            new CheckpointReport(
                    1_000,
                    1,
                    1,
                    Optional.of(new CheckpointReport.Restored(3, "hdfs:///s/_metadata", 900)),
                    Optional.of(CHECKPOINT),
                    List.of(FAILED_CHECKPOINT, CHECKPOINT));

    void end(JobId id) {
        states.put(id, JobStatus.FINISHED);
    }

    List<String> shutDowns() {
        return shutDowns;
    }

    /** Everything a request could have changed. */
    String state() {
        return graphs.keySet() + " " + states + " " + savepoints + " " + commands + " " + shutDowns;
    }

    @Override
    public CompletableFuture<JobId> submit(JobGraph graph) {
        JobGraph before = graphs.putIfAbsent(graph.id(), graph);
        if (before != null && !before.equals(graph)) {
            return CompletableFuture.failedFuture(
                    new JobRejectedException("Job id " + graph.id() + " is used by another job."));
        }
        states.putIfAbsent(graph.id(), JobStatus.RUNNING);
        return CompletableFuture.completedFuture(graph.id());
    }

    @Override
    public CompletableFuture<List<JobSummary>> jobs() {
        List<JobSummary> jobs = new ArrayList<>();
        graphs.values().forEach(graph -> jobs.add(summary(graph)));
        return CompletableFuture.completedFuture(jobs);
    }

    @Override
    public CompletableFuture<Optional<JobDetails>> job(JobId id) {
        return CompletableFuture.completedFuture(
                Optional.ofNullable(graphs.get(id)).map(this::details));
    }

    private JobSummary summary(JobGraph graph) {
        return new JobSummary(graph.id(), graph.name(), states.get(graph.id()), 1_000, 0, 1, 1);
    }

    private JobDetails details(JobGraph graph) {
        TaskCounters counters = new TaskCounters(10, 20, 30, 40, 50, 60);
        JobDetails.Subtask subtask =
                new JobDetails.Subtask(0, 0, ExecutionState.RUNNING, TASK_MANAGER.text(), counters);
        return new JobDetails(
                summary(graph),
                graph.code().jobClass(),
                graph.requiredSlots(),
                "",
                0,
                "fixed delay, 3 of 3 restarts left",
                List.of(new JobDetails.Failure(5, "<script>alert(1)</script>", "it broke")),
                List.of(new JobDetails.Vertex(0, "numbers", 1, counters, List.of(subtask))),
                30,
                60,
                graph.bounded());
    }

    @Override
    public CompletableFuture<Optional<JobStatus>> cancel(JobId id) {
        return CompletableFuture.completedFuture(
                Optional.ofNullable(
                        states.computeIfPresent(id, (job, status) -> JobStatus.CANCELLING)));
    }

    @Override
    public CompletableFuture<Optional<String>> savepoint(JobId id, SavepointRequest request) {
        Savepoint savepoint = new Savepoint(id, request, new CompletableFuture<>());
        savepoints.add(savepoint);
        return savepoint.path();
    }

    @Override
    public CompletableFuture<Optional<CheckpointReport>> checkpoints(JobId id) {
        return CompletableFuture.completedFuture(
                Optional.ofNullable(graphs.get(id)).map(job -> CHECKPOINTS));
    }

    @Override
    public CompletableFuture<Optional<JobStatus>> retry(JobId id) {
        return command(id, "retry");
    }

    @Override
    public CompletableFuture<Optional<JobStatus>> drop(JobId id) {
        return command(id, "drop");
    }

    @Override
    public CompletableFuture<Optional<JobStatus>> restoreFrom(JobId id, String path) {
        return command(id, "restore from " + path);
    }

    private CompletableFuture<Optional<JobStatus>> command(JobId id, String command) {
        Optional<JobStatus> status = Optional.ofNullable(states.get(id));
        status.ifPresent(known -> commands.add(command));
        return CompletableFuture.completedFuture(status);
    }

    /** What operators wanted done about jobs. */
    List<String> commands() {
        return commands;
    }

    @Override
    public CompletableFuture<RecoveryTimeline> recovery() {
        return CompletableFuture.completedFuture(
                new RecoveryTimeline(
                        7,
                        1_000,
                        List.of(new RecoveryTimeline.Reached(RecoveryTimeline.Phase.STARTED, 200)),
                        1,
                        0,
                        Map.of(new JobId("0".repeat(32)), 900L),
                        List.of()));
    }

    @Override
    public CompletableFuture<ClusterOverview> overview() {
        return CompletableFuture.completedFuture(
                new ClusterOverview(
                        "application_1_0001",
                        "0.1.0",
                        1,
                        1,
                        Optional.of(new AttemptLimits(2, 4, 10_000)),
                        1,
                        2,
                        4,
                        3,
                        1,
                        0,
                        0,
                        0));
    }

    @Override
    public CompletableFuture<List<TaskManagerDetails>> taskManagers() {
        TaskManagerRegistration registration =
                new TaskManagerRegistration(
                        TASK_MANAGER,
                        "first",
                        "worker",
                        42,
                        new DataAddress("worker", 7000),
                        4,
                        1 << 28);
        return CompletableFuture.completedFuture(
                List.of(new TaskManagerDetails(registration, 3, 1, 250, 1 << 20, 1 << 15)));
    }

    @Override
    public CompletableFuture<Optional<String>> taskManagerLog(String taskManagerId, int maxBytes) {
        return CompletableFuture.completedFuture(
                taskManagerId.equals(TASK_MANAGER.text())
                        ? Optional.of("TaskManager ready\n")
                        : Optional.empty());
    }

    @Override
    public CompletableFuture<Void> shutDown(String reason) {
        shutDowns.add(reason);
        return CompletableFuture.completedFuture(null);
    }
}
