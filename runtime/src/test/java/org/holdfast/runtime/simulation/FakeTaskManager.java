package org.holdfast.runtime.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.holdfast.runtime.checkpoint.CheckpointAnswer;
import org.holdfast.runtime.checkpoint.SnapshotFigures;
import org.holdfast.runtime.checkpoint.TakeoverPoint;
import org.holdfast.runtime.concurrent.ManualMainThread;
import org.holdfast.runtime.config.CheckpointOptions;
import org.holdfast.runtime.jobgraph.JobId;
import org.holdfast.runtime.network.CheckpointBarrier;
import org.holdfast.runtime.network.DataAddress;
import org.holdfast.runtime.task.ExecutionAttemptId;
import org.holdfast.runtime.task.ExecutionState;
import org.holdfast.runtime.task.TaskCounters;
import org.holdfast.runtime.task.TaskDeployment;
import org.holdfast.runtime.task.TaskStateChange;
import org.holdfast.runtime.taskmanager.AttemptReport;
import org.holdfast.runtime.taskmanager.TaskManagerGateway;
import org.holdfast.runtime.taskmanager.TaskManagerHeartbeat;
import org.holdfast.runtime.taskmanager.TaskManagerId;
import org.holdfast.runtime.taskmanager.TaskManagerListener;
import org.holdfast.runtime.taskmanager.TaskManagerRegistration;
import org.holdfast.runtime.taskmanager.TaskManagerReport;

/**
 * A TaskManager that runs nothing: it takes tasks through their states and reports them, over a
 * link that keeps messages in order and takes its time.
 */
public final class FakeTaskManager implements TaskManagerGateway {

    private static final Duration HEARTBEAT = Duration.ofSeconds(10);

    private final TaskManagerRegistration registration;
    private final ManualMainThread mainThread;
    private final TaskManagerListener jobManager;
    private final LongSupplier latencyMillis;
    private final SubmissionCheck check;
    private final FakeStreams streams;
    private final Map<ExecutionAttemptId, ExecutionState> tasks = new LinkedHashMap<>();
    private final List<TaskDeployment> deployments = new ArrayList<>();
    private final Set<ExecutionAttemptId> acknowledged = new HashSet<>();
    private final List<ExecutionAttemptId> adopted = new ArrayList<>();
    private final List<ExecutionAttemptId> cancelled = new ArrayList<>();
    private final Map<ExecutionAttemptId, CheckpointBarrier> latestBarriers = new HashMap<>();
    private final Map<ExecutionAttemptId, TaskCounters> counters = new HashMap<>();
    private long link;
    private long inArrivesAt;
    private long outArrivesAt;
    private boolean alive = true;
    private boolean mute;
    private boolean cut;
    private boolean cancels = true;
    private boolean breaksDown;
    private boolean declines;
    private String shutDownReason = "";

    /** Sees every submission at the moment the JobManager makes it. */
    @FunctionalInterface
    public interface SubmissionCheck {
        void onSubmit(FakeTaskManager taskManager, TaskDeployment deployment);
    }

    FakeTaskManager(
            TaskManagerId id,
            int number,
            int slots,
            ManualMainThread mainThread,
            TaskManagerListener jobManager,
            LongSupplier latencyMillis,
            FakeStreams streams,
            SubmissionCheck check) {
        this.registration =
                new TaskManagerRegistration(
                        id,
                        "process-" + number,
                        "host-" + number,
                        1000 + number,
                        new DataAddress("host-" + number, 6000 + number),
                        slots,
                        1 << 20);
        this.mainThread = mainThread;
        this.jobManager = jobManager;
        this.latencyMillis = latencyMillis;
        this.check = check;
        this.streams = streams;
    }

    public TaskManagerRegistration registration() {
        return registration;
    }

    public TaskManagerId id() {
        return registration.id();
    }

    /** Whether the process lives. */
    public boolean isAlive() {
        return alive;
    }

    /** Why the JobManager ended it; empty if it did not. */
    public String shutDownReason() {
        return shutDownReason;
    }

    /** Everything it was ever told to run, in order. */
    public List<TaskDeployment> deployments() {
        return List.copyOf(deployments);
    }

    /** Everything it was ever told to stop, in order. */
    public List<ExecutionAttemptId> cancelled() {
        return List.copyOf(cancelled);
    }

    /** Attempts submitted that have not ended. */
    public Collection<ExecutionAttemptId> liveTasks() {
        return tasks.entrySet().stream()
                .filter(task -> !task.getValue().isTerminal())
                .map(Map.Entry::getKey)
                .toList();
    }

    // ---------------------------------------------------------------- what a test makes it do

    /** Says hello, and from then on gives signs of life. */
    public void start() {
        register();
        heartbeat();
    }

    private void register() {
        report(
                () -> {
                    if (!jobManager.onRegistered(registration, report(), this).isEmpty()) {
                        die();
                    }
                });
    }

    /** How its tasks stand: those that live, and those whose end nobody has acknowledged. */
    public TaskManagerReport report() {
        return new TaskManagerReport(
                0,
                tasks.entrySet().stream()
                        .filter(task -> !acknowledged.contains(task.getKey()))
                        .map(task -> report(task.getKey(), task.getValue()))
                        .toList());
    }

    private AttemptReport report(ExecutionAttemptId task, ExecutionState state) {
        return new AttemptReport(
                new TaskStateChange(task, state, "", TaskCounters.NONE),
                deployments.stream()
                        .filter(deployment -> deployment.attempt().equals(task))
                        .map(TaskDeployment::graphHash)
                        .findFirst()
                        .orElse(""),
                latestBarriers.containsKey(task) ? latestBarriers.get(task).checkpoint() : 0,
                0);
    }

    /** Loses its link: nothing passes before it registers again. The JobManager notices. */
    public void cutLink() {
        link++;
        cut = true;
        jobManager.onLinkLost(id(), "cut by the test");
    }

    /** Loses all messages that are under way in either direction, and registers again. */
    public void loseLink() {
        link++;
        cut = false;
        register();
    }

    private void heartbeat() {
        if (alive && !mute) {
            sendHeartbeat();
            mainThread.schedule(HEARTBEAT, this::heartbeat);
        }
    }

    /** Reports the counters of all its tasks now. */
    public void sendHeartbeat() {
        Map<ExecutionAttemptId, TaskCounters> now = new HashMap<>();
        liveTasks().forEach(task -> now.put(task, counters.getOrDefault(task, TaskCounters.NONE)));
        TaskManagerHeartbeat heartbeat = new TaskManagerHeartbeat(id(), now, 17, 4);
        report(() -> jobManager.onHeartbeat(heartbeat));
    }

    /** What a task has done so far. */
    public void count(ExecutionAttemptId task, TaskCounters soFar) {
        counters.put(task, soFar);
    }

    /** Its input has ended; with checkpoints on, it waits for the last one. */
    public void finish(ExecutionAttemptId task) {
        boolean waits = deploymentOf(task).settings().containsKey(CheckpointOptions.INTERVAL.key());
        change(task, waits ? ExecutionState.FINISHING : ExecutionState.FINISHED, "");
    }

    private TaskDeployment deploymentOf(ExecutionAttemptId task) {
        return deployments.stream()
                .filter(deployment -> deployment.attempt().equals(task))
                .findFirst()
                .orElseThrow();
    }

    public void fail(ExecutionAttemptId task, String cause) {
        change(task, ExecutionState.FAILED, cause);
    }

    /** Stops a task nobody told it to stop. */
    public void stopUnasked(ExecutionAttemptId task) {
        change(task, ExecutionState.CANCELED, "");
    }

    /** From now on it does not stop tasks when told to. */
    public void ignoreCancellation() {
        cancels = false;
    }

    /** From now on it throws when it is sent a task, as no gateway should. */
    public void breakDown() {
        breaksDown = true;
    }

    /** From now on it gives no sign of life, but goes on. */
    public void fallSilent() {
        mute = true;
    }

    /** The process is gone, and so is what it had not sent yet. Nobody is told. */
    public void die() {
        alive = false;
        tasks.replaceAll((task, state) -> state.isTerminal() ? state : ExecutionState.FAILED);
    }

    // ---------------------------------------------------------------- what the JobManager tells it

    @Override
    public void submitTask(TaskDeployment deployment) {
        check.onSubmit(this, deployment);
        if (breaksDown) {
            throw new IllegalStateException("cannot take " + deployment.attempt());
        }
        deployments.add(deployment);
        receive(() -> start(deployment));
    }

    private void start(TaskDeployment deployment) {
        ExecutionAttemptId task = deployment.attempt();
        if (tasks.putIfAbsent(task, ExecutionState.DEPLOYING) == null) {
            streams.check(deployment);
            change(task, ExecutionState.INITIALIZING, "");
            mainThread.schedule(
                    Duration.ofMillis(1), () -> change(task, ExecutionState.RUNNING, ""));
        } else {
            reportEnd(task);
        }
    }

    private void reportEnd(ExecutionAttemptId task) {
        if (tasks.get(task).isTerminal()) {
            report(task, tasks.get(task), "");
        }
    }

    @Override
    public void acknowledgeEnd(ExecutionAttemptId task) {
        receive(() -> acknowledged.add(task));
    }

    @Override
    public void cancelTask(ExecutionAttemptId task) {
        cancelled.add(task);
        if (cancels) {
            receive(
                    () -> {
                        tasks.putIfAbsent(task, ExecutionState.DEPLOYING);
                        reportEnd(task);
                        change(task, ExecutionState.CANCELED, "");
                    });
        }
    }

    @Override
    public void triggerCheckpoint(ExecutionAttemptId task, CheckpointBarrier barrier) {
        receive(
                () -> {
                    if (!liveTasks().contains(task)) {
                        return;
                    }
                    acknowledge(task, barrier);
                    if (sourcesOf(task.job()).contains(task)) {
                        streams.onBarrier(task, barrier);
                    }
                });
    }

    /** A barrier has come through to tasks that are no sources. */
    void onBarrier(JobId job, CheckpointBarrier barrier) {
        liveTasksOf(job, false).stream()
                .filter(task -> tasks.get(task) == ExecutionState.RUNNING)
                .forEach(task -> acknowledge(task, barrier));
    }

    private void acknowledge(ExecutionAttemptId task, CheckpointBarrier barrier) {
        CheckpointBarrier before = latestBarriers.put(task, barrier);
        if (before != null && before.checkpoint() >= barrier.checkpoint()) {
            return;
        }
        CheckpointAnswer answer =
                declines
                        ? new CheckpointAnswer.Declined(
                                task, barrier.checkpoint(), "not serializable", false)
                        : new CheckpointAnswer.Acknowledged(
                                task,
                                barrier.checkpoint(),
                                FakeStreams.snapshotOf(
                                        deploymentOf(task),
                                        barrier.checkpoint(),
                                        tasks.get(task) == ExecutionState.FINISHING),
                                SnapshotFigures.NONE);
        report(() -> jobManager.onCheckpointAnswer(id(), answer));
    }

    @Override
    public void completeCheckpoint(ExecutionAttemptId task, long checkpoint) {
        streams.onComplete(task, checkpoint);
        receive(
                () -> {
                    CheckpointBarrier latest = latestBarriers.get(task);
                    if (latest != null
                            && latest.checkpoint() == checkpoint
                            && latest.kind().isLast()) {
                        change(task, ExecutionState.FINISHED, "");
                    }
                });
    }

    @Override
    public void abortCheckpoint(ExecutionAttemptId task, long checkpoint) {}

    @Override
    public void adoptTask(ExecutionAttemptId task, TakeoverPoint point) {
        adopted.add(task);
        if (point.committed() > 0) {
            completeCheckpoint(task, point.committed());
        }
    }

    /** Everything a JobManager ever took over, in order. */
    public List<ExecutionAttemptId> adopted() {
        return List.copyOf(adopted);
    }

    @Override
    public void endInput(ExecutionAttemptId task) {
        receive(
                () -> {
                    finish(task);
                    streams.onEndOfInput(task.job());
                });
    }

    /** From now on, or no more, it cannot write its part of checkpoints. */
    public void declineCheckpoints(boolean decline) {
        declines = decline;
    }

    /** The sources of a job that live here. */
    Collection<ExecutionAttemptId> sourcesOf(JobId job) {
        return liveTasksOf(job, true);
    }

    boolean hasEnded(Collection<ExecutionAttemptId> sources) {
        return sources.stream().allMatch(task -> tasks.get(task) == ExecutionState.FINISHING);
    }

    /** All input of a job has ended. */
    void finishOthers(JobId job) {
        liveTasksOf(job, false).forEach(this::finish);
    }

    private Collection<ExecutionAttemptId> liveTasksOf(JobId job, boolean sources) {
        return liveTasks().stream()
                .filter(task -> task.job().equals(job))
                .filter(task -> deploymentOf(task).inputs().isEmpty() == sources)
                .toList();
    }

    @Override
    public void shutDown(String reason) {
        shutDownReason = reason;
        receive(this::die);
    }

    @Override
    public CompletableFuture<String> readLog(int maxBytes) {
        return CompletableFuture.completedFuture("log of " + id() + ", " + maxBytes + " bytes");
    }

    // ---------------------------------------------------------------- inside

    private void change(ExecutionAttemptId task, ExecutionState next, String failure) {
        ExecutionState now = tasks.get(task);
        if (!alive || now == null || now.isTerminal()) {
            return;
        }
        tasks.put(task, next);
        report(task, next, failure);
    }

    private void report(ExecutionAttemptId task, ExecutionState state, String failure) {
        TaskStateChange change =
                new TaskStateChange(
                        task, state, failure, counters.getOrDefault(task, TaskCounters.NONE));
        report(() -> jobManager.onTaskStateChanged(id(), change));
    }

    private void receive(Runnable message) {
        inArrivesAt = arrival(inArrivesAt);
        at(inArrivesAt, message);
    }

    private void report(Runnable message) {
        outArrivesAt = arrival(outArrivesAt);
        at(outArrivesAt, message);
    }

    private long arrival(long ofTheOneBefore) {
        return Math.max(ofTheOneBefore, mainThread.nowMillis() + latencyMillis.getAsLong());
    }

    private void at(long arrivalMillis, Runnable message) {
        Duration delay = Duration.ofMillis(arrivalMillis - mainThread.nowMillis());
        long sentOver = link;
        mainThread.schedule(
                delay,
                () -> {
                    if (alive && !cut && sentOver == link) {
                        message.run();
                    }
                });
    }
}
