package org.holdfast.runtime.dispatcher;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.holdfast.runtime.checkpoint.CheckpointReport;
import org.holdfast.runtime.checkpoint.SavepointRequest;
import org.holdfast.runtime.concurrent.MainThread;
import org.holdfast.runtime.jobgraph.JobGraph;
import org.holdfast.runtime.jobgraph.JobId;
import org.holdfast.runtime.process.JobManagerSetup;
import org.holdfast.runtime.slots.SlotManager;
import org.holdfast.runtime.slots.TaskManagerStatus;
import org.holdfast.runtime.taskmanager.TaskManagerGateway;

/** Brings clients' calls from any thread to the main thread, and the answers back. */
final class MainThreadDispatcher implements DispatcherGateway {

    private static final int LARGEST_LOG = 1 << 20;

    private final MainThread mainThread;
    private final Dispatcher dispatcher;
    private final QuarantineCommands quarantine;
    private final CompletableFuture<Void> loaded;
    private final SlotManager slots;
    private final RunningJobs running;
    private final ClusterLifecycle lifecycle;
    private final RecoveryProgress progress;
    private final JobManagerSetup setup;
    private final String version;
    private final long epoch;

    /**
     * @param loaded complete when all jobs are known; before, no question about them is answered
     */
    MainThreadDispatcher(
            MainThread mainThread,
            Dispatcher dispatcher,
            QuarantineCommands quarantine,
            CompletableFuture<Void> loaded,
            SlotManager slots,
            RunningJobs running,
            ClusterLifecycle lifecycle,
            RecoveryProgress progress,
            JobManagerSetup setup,
            String version,
            long epoch) {
        this.mainThread = requireNonNull(mainThread, "mainThread");
        this.dispatcher = requireNonNull(dispatcher, "dispatcher");
        this.quarantine = requireNonNull(quarantine, "quarantine");
        this.loaded = requireNonNull(loaded, "loaded");
        this.slots = requireNonNull(slots, "slots");
        this.running = requireNonNull(running, "running");
        this.lifecycle = requireNonNull(lifecycle, "lifecycle");
        this.progress = requireNonNull(progress, "progress");
        this.setup = requireNonNull(setup, "setup");
        this.version = requireNonNull(version, "version");
        this.epoch = epoch;
    }

    private <T> CompletableFuture<T> ask(Supplier<T> question) {
        return CompletableFuture.supplyAsync(question, mainThread);
    }

    private <T> CompletableFuture<T> askOfJobs(Supplier<T> question) {
        return loaded.thenApplyAsync(done -> question.get(), mainThread);
    }

    private <T> CompletableFuture<T> order(Supplier<CompletableFuture<T>> order) {
        return loaded.thenComposeAsync(done -> order.get(), mainThread);
    }

    @Override
    public CompletableFuture<JobId> submit(JobGraph graph) {
        return order(() -> dispatcher.submit(graph));
    }

    @Override
    public CompletableFuture<List<JobSummary>> jobs() {
        return askOfJobs(dispatcher::jobs);
    }

    @Override
    public CompletableFuture<Optional<JobDetails>> job(JobId id) {
        return askOfJobs(() -> dispatcher.job(id));
    }

    @Override
    public CompletableFuture<Optional<JobStatus>> cancel(JobId id) {
        return order(() -> dispatcher.cancel(id));
    }

    @Override
    public CompletableFuture<Optional<String>> savepoint(JobId id, SavepointRequest request) {
        return order(() -> dispatcher.savepoint(id, request));
    }

    @Override
    public CompletableFuture<Optional<CheckpointReport>> checkpoints(JobId id) {
        return askOfJobs(() -> dispatcher.checkpoints(id));
    }

    @Override
    public CompletableFuture<Optional<JobStatus>> retry(JobId id) {
        return order(() -> quarantine.retry(id));
    }

    @Override
    public CompletableFuture<Optional<JobStatus>> drop(JobId id) {
        return order(() -> quarantine.drop(id));
    }

    @Override
    public CompletableFuture<Optional<JobStatus>> restoreFrom(JobId id, String path) {
        return order(() -> quarantine.restoreFrom(id, path));
    }

    @Override
    public CompletableFuture<RecoveryTimeline> recovery() {
        return ask(() -> progress.timeline(epoch));
    }

    @Override
    public CompletableFuture<ClusterOverview> overview() {
        return ask(this::overviewNow);
    }

    private ClusterOverview overviewNow() {
        List<TaskManagerStatus> taskManagers = slots.taskManagers();
        return new ClusterOverview(
                setup.clusterId(),
                version,
                epoch,
                setup.attempt(),
                setup.attempts(),
                taskManagers.size(),
                slots.wantedTaskManagers(),
                taskManagers.stream().mapToInt(status -> status.registration().slots()).sum(),
                taskManagers.stream().mapToInt(TaskManagerStatus::freeSlots).sum(),
                dispatcher.countRunning(),
                dispatcher.countEnded(JobStatus.FINISHED),
                dispatcher.countEnded(JobStatus.CANCELED),
                dispatcher.countEnded(JobStatus.FAILED));
    }

    @Override
    public CompletableFuture<List<TaskManagerDetails>> taskManagers() {
        return ask(() -> slots.taskManagers().stream().map(this::detailsOf).toList());
    }

    private TaskManagerDetails detailsOf(TaskManagerStatus status) {
        return new TaskManagerDetails(
                status.registration(),
                status.freeSlots(),
                running.countTasksOn(status.registration().id()),
                status.sinceHeartbeatMillis(),
                status.heapUsedBytes(),
                status.networkBytes());
    }

    @Override
    public CompletableFuture<Optional<String>> taskManagerLog(String taskManagerId, int maxBytes) {
        int bytes = Math.min(maxBytes, LARGEST_LOG);
        return ask(() -> gatewayOf(taskManagerId))
                .thenCompose(
                        gateway ->
                                gateway.isEmpty()
                                        ? CompletableFuture.completedFuture(Optional.empty())
                                        : gateway.get().readLog(bytes).thenApply(Optional::of));
    }

    private Optional<TaskManagerGateway> gatewayOf(String taskManagerId) {
        return slots.taskManagers().stream()
                .map(status -> status.registration().id())
                .filter(id -> id.text().equals(taskManagerId))
                .findFirst()
                .flatMap(slots::gateway);
    }

    @Override
    public CompletableFuture<Void> shutDown(String reason) {
        return CompletableFuture.runAsync(() -> lifecycle.shutDown(reason), mainThread);
    }
}
