package org.holdfast.runtime.jobmaster;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.holdfast.runtime.checkpoint.CheckpointAnswer;
import org.holdfast.runtime.checkpoint.CheckpointCoordinator;
import org.holdfast.runtime.checkpoint.CheckpointException;
import org.holdfast.runtime.checkpoint.CheckpointKind;
import org.holdfast.runtime.checkpoint.CheckpointListener;
import org.holdfast.runtime.checkpoint.CheckpointMetadata;
import org.holdfast.runtime.checkpoint.CheckpointReport;
import org.holdfast.runtime.checkpoint.CheckpointSettings;
import org.holdfast.runtime.checkpoint.CheckpointStorage;
import org.holdfast.runtime.checkpoint.RestorePlan;
import org.holdfast.runtime.checkpoint.SavepointRequest;
import org.holdfast.runtime.concurrent.FailureCause;
import org.holdfast.runtime.concurrent.Retries;
import org.holdfast.runtime.config.CheckpointOptions;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.dispatcher.JobStatus;
import org.holdfast.runtime.jobgraph.JobGraph;
import org.holdfast.runtime.task.ExecutionState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One job and its checkpoints: tells the coordinator how the tasks stand, starts tasks from the
 * latest checkpoint, and sees savepoints that end the job to their end. On the main thread.
 */
final class JobCheckpoints {

    private static final Logger log = LoggerFactory.getLogger(JobCheckpoints.class);

    /** How long a job that has ended waits for its checkpoints to be removed. */
    private static final Duration LONGEST_CLEAN_UP = Duration.ofSeconds(30);

    private final JobGraph graph;
    private final JobServices services;
    private final ExecutionGraph executions;
    private final TaskCommands commands;
    private final CheckpointStorage storage;
    private final CheckpointCoordinator coordinator;
    private final CheckpointSettings settings;
    private final boolean dropUnknownState;
    private final JobPast past;
    private final String restorePath;
    private final Retries reading;

    private Optional<EndingSavepoint> ending = Optional.empty();

    /**
     * @param past what earlier JobManagers have done
     * @param configuration the job's, with the cluster's defaults filled in
     * @param listener hears of completed ones, and when the job is to fail for their sake
     */
    JobCheckpoints(
            JobGraph graph,
            JobPast past,
            JobServices services,
            Configuration configuration,
            ExecutionGraph executions,
            TaskCommands commands,
            Listener listener) {
        this.graph = requireNonNull(graph, "graph");
        this.past = requireNonNull(past, "past");
        this.services = requireNonNull(services, "services");
        this.reading = new Retries("its savepoint to be read", services.mainThread());
        this.executions = requireNonNull(executions, "executions");
        this.commands = requireNonNull(commands, "commands");
        this.settings = CheckpointSettings.of(configuration);
        this.dropUnknownState = configuration.get(CheckpointOptions.DROP_UNKNOWN_STATE);
        this.restorePath =
                past.restorePath()
                        .or(() -> configuration.find(CheckpointOptions.RESTORE_PATH))
                        .orElse("");
        this.storage = services.checkpoints().forJob(graph.id(), settings);
        this.coordinator =
                new CheckpointCoordinator(
                        graph,
                        settings,
                        services.epoch(),
                        services.mainThread(),
                        services.wallClock(),
                        storage,
                        new TasksToCheckpoint(executions, commands),
                        new CheckpointListener() {
                            @Override
                            public void onCheckpointCompleted(CheckpointMetadata checkpoint) {
                                JobCheckpoints.this.onCompleted(checkpoint);
                                listener.onCheckpointCompleted();
                            }

                            @Override
                            public void onTooManyFailures(String reason) {
                                listener.onTooManyFailures(reason);
                            }
                        });
    }

    /** Hears of a job's checkpoints. */
    interface Listener {

        /** One is committed. */
        void onCheckpointCompleted();

        /** More checkpoints in a row have failed than the job tolerates. */
        void onTooManyFailures(String reason);
    }

    // ---------------------------------------------------------------- from what tasks start

    /**
     * Finds out what the job is to start from: its latest checkpoint, else a savepoint, which is
     * read, else nothing.
     *
     * @return completes on the main thread; fails with {@link CheckpointException} if it cannot be
     *     read or does not fit the job
     */
    CompletableFuture<Void> load() {
        takeOver();
        Optional<CheckpointMetadata> latest = coordinator.latest();
        CompletableFuture<Void> found = new CompletableFuture<>();
        if (latest.isPresent() || restorePath.isEmpty()) {
            startFrom(latest, found);
            return found;
        }
        // a job that once ran is not given up because its savepoint cannot be read now
        reading.run(
                () -> storage.load(restorePath),
                failure -> !past.known() || past.restorePath().isPresent(),
                (savepoint, failure) -> {
                    if (failure != null) {
                        found.completeExceptionally(failure);
                        return;
                    }
                    coordinator.restoreFrom(savepoint);
                    startFrom(Optional.of(savepoint), found);
                });
        return found;
    }

    /** What an earlier JobManager has committed is this one's to remove. */
    void takeOver() {
        if (past.known()) {
            coordinator.takeOver(past.checkpoints());
        }
    }

    private void startFrom(Optional<CheckpointMetadata> start, CompletableFuture<Void> found) {
        try {
            start.ifPresent(
                    checkpoint -> {
                        RestorePlan.of(graph, checkpoint, dropUnknownState);
                        log.info(
                                "Job {} ({}) starts from {}.",
                                graph.id(),
                                graph.name(),
                                checkpoint.path());
                    });
            found.complete(null);
        } catch (CheckpointException e) {
            found.completeExceptionally(e);
        }
    }

    /** What {@link #load} waits for, for people. */
    String waitingFor() {
        return reading.describe();
    }

    /**
     * Whether it is known what the latest checkpoint is; if not, {@code then} is run when it is.
     * Tasks must not be deployed before.
     */
    boolean isSettled(Runnable then) {
        CompletableFuture<Void> settled = coordinator.settled();
        if (settled.isDone()) {
            return true;
        }
        settled.thenRun(then);
        return false;
    }

    /** Tasks are about to be deployed: what they start from; empty if from nothing. */
    Optional<RestorePlan> restore() {
        Optional<RestorePlan> plan =
                coordinator.latest().map(latest -> RestorePlan.of(graph, latest, dropUnknownState));
        if (plan.isPresent()) {
            coordinator.onRestored();
        }
        return plan;
    }

    // ---------------------------------------------------------------- how the tasks stand

    /** Whether tasks wait, when their input has ended, for the checkpoint that makes it durable. */
    boolean isEnabled() {
        return settings.periodic();
    }

    /** A task runs, or its input has ended. */
    void onTaskProgress(Subtask subtask) {
        if (subtask.current().state() == ExecutionState.FINISHING) {
            coordinator.onFinishing(subtask.current().id());
        }
        onTasksFound();
    }

    /**
     * Tasks that an earlier JobManager deployed go on.
     *
     * @param tookLatest whether the latest checkpoint is theirs
     */
    void onAdopted(boolean tookLatest) {
        coordinator.onAdopted(tookLatest);
    }

    /** Whatever runs or finishes now counts. */
    void onTasksFound() {
        if (executions.allRunningOrFinishing()) {
            coordinator.start();
        }
        if (executions.allFinishing()) {
            coordinator.close(ending.map(EndingSavepoint::directory));
        }
    }

    /** See {@link CheckpointCoordinator#committed}. */
    long committed() {
        return coordinator.committed();
    }

    /** See {@link CheckpointCoordinator#onRelinked}. */
    void onRelinked(List<Subtask> subtasks) {
        coordinator.onRelinked(subtasks.stream().map(subtask -> subtask.current().id()).toList());
    }

    /** Tasks are gone: what is under way cannot complete. */
    void suspend(String reason) {
        coordinator.suspend(reason);
        ending.ifPresent(savepoint -> savepoint.onTaskFailed(reason));
        ending = Optional.empty();
    }

    void onAnswer(CheckpointAnswer answer) {
        coordinator.onAnswer(answer);
    }

    private void onCompleted(CheckpointMetadata checkpoint) {
        if (checkpoint.kind().isLast()) {
            ending.ifPresent(savepoint -> savepoint.onTaken(checkpoint));
        }
    }

    // ---------------------------------------------------------------- savepoints

    /**
     * Takes a savepoint.
     *
     * @return its path; fails with {@link CheckpointException}
     */
    CompletableFuture<String> savepoint(SavepointRequest request) {
        String directory = directoryOf(request);
        if (request.mode() == SavepointRequest.Mode.GO_ON) {
            return coordinator
                    .savepoint(directory, CheckpointKind.SAVEPOINT)
                    .thenApply(CheckpointMetadata::path);
        }
        if (ending.isPresent()) {
            throw new CheckpointException("job " + graph.id() + " is being stopped already");
        }
        if (!executions.allRunningOrFinishing()) {
            throw new CheckpointException(
                    "not all tasks of job " + graph.id() + " run. Try again when they do");
        }
        boolean drain = request.mode() == SavepointRequest.Mode.DRAIN;
        if (drain && !isEnabled()) {
            throw new CheckpointException(
                    "job "
                            + graph.id()
                            + " takes no checkpoints, so it cannot be drained into one. Stop it"
                            + " without --drain, or set "
                            + CheckpointOptions.INTERVAL.key());
        }
        EndingSavepoint savepoint = new EndingSavepoint(directory);
        ending = Optional.of(savepoint);
        if (drain) {
            executions.sources().forEach(commands::endInput);
        } else {
            coordinator
                    .savepoint(directory, CheckpointKind.STOP)
                    .exceptionally(
                            failure -> {
                                ending = Optional.empty();
                                savepoint.fail(FailureCause.messageOf(failure));
                                return null;
                            });
        }
        return savepoint.path();
    }

    private String directoryOf(SavepointRequest request) {
        if (!request.directory().isEmpty()) {
            return request.directory();
        }
        return settings.savepointDirectory()
                .orElseThrow(
                        () ->
                                new CheckpointException(
                                        "there is no directory for the savepoint. Name one, or set "
                                                + CheckpointOptions.SAVEPOINT_DIRECTORY.key()));
    }

    // ---------------------------------------------------------------- the end

    /**
     * The job has ended: removes what is not to be kept.
     *
     * @return completes on the main thread, within a bound, whatever happens
     */
    CompletableFuture<Void> onJobEnded(JobStatus terminal) {
        ending.ifPresent(savepoint -> savepoint.onJobEnded(terminal));
        ending = Optional.empty();
        CompletableFuture<Void> cleanedUp = new CompletableFuture<>();
        services.mainThread().schedule(LONGEST_CLEAN_UP, () -> cleanedUp.complete(null));
        coordinator
                .onJobEnded(terminal)
                .whenComplete(
                        (done, failure) -> {
                            if (failure != null) {
                                log.warn(
                                        "Checkpoints of job {} could not all be removed",
                                        graph.id(),
                                        failure);
                            }
                            cleanedUp.complete(null);
                        });
        return cleanedUp;
    }

    CheckpointReport report() {
        return coordinator.report();
    }
}
