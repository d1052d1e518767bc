package org.holdfast.runtime.taskmanager;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.holdfast.runtime.checkpoint.TakeoverPoint;
import org.holdfast.runtime.concurrent.MainThread;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.config.TaskManagerOptions;
import org.holdfast.runtime.network.CheckpointBarrier;
import org.holdfast.runtime.task.ExecutionAttemptId;
import org.holdfast.runtime.task.RunningTask;
import org.holdfast.runtime.task.TaskDeployment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the tasks it is sent and tells the JobManager what becomes of them. Tasks run on while there
 * is no JobManager, for a time; then, or when it is told to, the TaskManager stops them and ends
 * its process. Belongs to its main thread.
 */
public final class TaskManager implements TaskManagerGateway, JobManagerLinkListener {

    private static final Logger log = LoggerFactory.getLogger(TaskManager.class);

    private final TaskManagerId id;
    private final MainThread mainThread;
    private final LongSupplier networkBytes;
    private final LogFile logFile;
    private final TaskManagerHost host;
    private final JobManagerReports reports;
    private final SlotTable slots;
    private final TaskTable tasks;
    private final JobManagerWait wait;
    private final int slotCount;
    private final Duration heartbeatInterval;
    private final Duration reportInterval;
    private final Duration shutdownTimeout;

    private MainThread.Cancellable nextHeartbeat = () -> {};
    private long connectedAtMillis;
    private long heartbeatDueMillis;
    private Optional<String> stopReason = Optional.empty();
    private boolean ended;

    /**
     * @param factory makes the tasks, which tell what becomes of them on the main thread
     * @param networkBytes memory the data plane holds in buffers
     * @param leadersFollow whether it pays to wait for another leader when the JobManager is gone
     */
    public TaskManager(
            TaskManagerId id,
            Configuration configuration,
            MainThread mainThread,
            RunningTask.Factory factory,
            LongSupplier networkBytes,
            LogFile logFile,
            boolean leadersFollow,
            TaskManagerHost host) {
        this.id = requireNonNull(id, "id");
        this.mainThread = requireNonNull(mainThread, "mainThread");
        this.networkBytes = requireNonNull(networkBytes, "networkBytes");
        this.logFile = requireNonNull(logFile, "logFile");
        this.host = requireNonNull(host, "host");
        this.reports = new JobManagerReports();
        this.slotCount = configuration.get(TaskManagerOptions.SLOTS);
        this.slots = new SlotTable(slotCount);
        this.tasks = new TaskTable(id, factory, slots, reports, this::endProcessIfIdle);
        this.wait = new JobManagerWait(configuration, mainThread, leadersFollow, this::shutDown);
        this.heartbeatInterval = configuration.get(TaskManagerOptions.HEARTBEAT_INTERVAL);
        this.reportInterval = configuration.get(TaskManagerOptions.REPORT_INTERVAL);
        this.shutdownTimeout = configuration.get(TaskManagerOptions.SHUTDOWN_TIMEOUT);
    }

    /** Begins to wait for a JobManager. */
    public void start() {
        mainThread.assertOwned();
        wait.begin();
    }

    /** Whether it has no task. */
    public boolean isIdle() {
        mainThread.assertOwned();
        return tasks.size() == 0;
    }

    /** How it stands now. */
    public TaskManagerOverview overview() {
        mainThread.assertOwned();
        return new TaskManagerOverview(id, slotCount, slots.used(), link(), tasks.overview());
    }

    private TaskManagerOverview.Link link() {
        long now = mainThread.nowMillis();
        return reports.jobManager()
                .<TaskManagerOverview.Link>map(
                        jobManager ->
                                new TaskManagerOverview.Connected(
                                        jobManager.identity(), now - connectedAtMillis))
                .orElseGet(
                        () ->
                                new TaskManagerOverview.Alone(
                                        now - wait.beganMillis(),
                                        wait.leftMillis(),
                                        wait.option().key()));
    }

    @Override
    public List<AttemptReport> onRegistering() {
        mainThread.assertOwned();
        return tasks.report();
    }

    @Override
    public void onConnected(JobManagerGateway jobManager) {
        mainThread.assertOwned();
        log.info("TaskManager {}: connected to a JobManager, {} tasks", id, tasks.size());
        wait.onAccepted();
        connectedAtMillis = mainThread.nowMillis();
        reports.connect(jobManager);
        tasks.onLeaderFound();
        heartbeat();
    }

    @Override
    public void onDisconnected(String reason) {
        mainThread.assertOwned();
        if (!reports.isConnected()) {
            return; // the time without a JobManager runs already
        }
        log.info("TaskManager {}: lost the JobManager ({}), {} tasks", id, reason, tasks.size());
        reports.disconnect();
        tasks.onLeaderLost();
        nextHeartbeat.cancel();
        if (stopReason.isEmpty()) {
            wait.begin();
        }
    }

    @Override
    public void onRejected(String reason) {
        shutDown("the JobManager does not want this TaskManager: " + reason);
    }

    @Override
    public void submitTask(TaskDeployment deployment) {
        mainThread.assertOwned();
        boolean first = tasks.size() == 0;
        tasks.submit(deployment);
        if (first && tasks.size() > 0 && reports.isConnected()) {
            hastenHeartbeat(); // reports come more often than an idle TaskManager's heartbeats
        }
    }

    @Override
    public void acknowledgeEnd(ExecutionAttemptId attempt) {
        mainThread.assertOwned();
        reports.acknowledge(attempt);
    }

    @Override
    public void cancelTask(ExecutionAttemptId attempt) {
        mainThread.assertOwned();
        tasks.cancel(attempt);
    }

    @Override
    public void triggerCheckpoint(ExecutionAttemptId attempt, CheckpointBarrier barrier) {
        mainThread.assertOwned();
        tasks.tell(attempt, running -> running.task().triggerCheckpoint(barrier));
    }

    @Override
    public void completeCheckpoint(ExecutionAttemptId attempt, long checkpoint) {
        mainThread.assertOwned();
        tasks.tell(attempt, running -> running.completeCheckpoint(checkpoint));
    }

    @Override
    public void abortCheckpoint(ExecutionAttemptId attempt, long checkpoint) {
        mainThread.assertOwned();
        tasks.tell(attempt, running -> running.task().abortCheckpoint(checkpoint));
    }

    @Override
    public void adoptTask(ExecutionAttemptId attempt, TakeoverPoint point) {
        mainThread.assertOwned();
        tasks.tell(attempt, running -> running.adopt(point));
    }

    @Override
    public void endInput(ExecutionAttemptId attempt) {
        mainThread.assertOwned();
        tasks.tell(attempt, running -> running.task().endInput());
    }

    @Override
    public void shutDown(String reason) {
        mainThread.assertOwned();
        if (stopReason.isPresent()) {
            return;
        }
        log.info("TaskManager {}: stopping {} tasks ({})", id, tasks.size(), reason);
        stopReason = Optional.of(reason);
        wait.end();
        tasks.stop(reason);
        mainThread.schedule(shutdownTimeout, this::endProcess);
        endProcessIfIdle();
    }

    @Override
    public CompletableFuture<String> readLog(int maxBytes) {
        return logFile.readEnd(maxBytes);
    }

    private void heartbeat() {
        Runtime jvm = Runtime.getRuntime();
        reports.report(
                new TaskManagerHeartbeat(
                        id,
                        tasks.counters(),
                        jvm.totalMemory() - jvm.freeMemory(),
                        networkBytes.getAsLong()));
        scheduleHeartbeat(interval());
    }

    /** Tasks that come again and again, and end at once, must not put it off for ever. */
    private void hastenHeartbeat() {
        if (mainThread.nowMillis() + interval().toMillis() < heartbeatDueMillis) {
            scheduleHeartbeat(interval());
        }
    }

    private Duration interval() {
        boolean soon = tasks.size() > 0 && reportInterval.compareTo(heartbeatInterval) < 0;
        return soon ? reportInterval : heartbeatInterval;
    }

    private void scheduleHeartbeat(Duration delay) {
        nextHeartbeat.cancel();
        heartbeatDueMillis = mainThread.nowMillis() + delay.toMillis();
        nextHeartbeat = mainThread.schedule(delay, this::heartbeat);
    }

    private void endProcessIfIdle() {
        if (stopReason.isPresent() && tasks.size() == 0) {
            endProcess();
        }
    }

    private void endProcess() {
        if (ended) {
            return;
        }
        ended = true;
        nextHeartbeat.cancel();
        String reason = stopReason.orElseThrow();
        log.info("TaskManager {}: ends with {} tasks left ({})", id, tasks.size(), reason);
        host.endProcess(reason);
    }
}
