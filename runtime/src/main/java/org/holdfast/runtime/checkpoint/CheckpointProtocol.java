package org.holdfast.runtime.checkpoint;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.holdfast.ha.fault.FaultPoint;
import org.holdfast.runtime.checkpoint.CheckpointTasks.Participant;
import org.holdfast.runtime.checkpoint.CommitOutcome.Committed;
import org.holdfast.runtime.checkpoint.CommitOutcome.Refused;
import org.holdfast.runtime.checkpoint.PendingCheckpoint.Failure;
import org.holdfast.runtime.checkpoint.PendingCheckpoint.Stage;
import org.holdfast.runtime.concurrent.FailureCause;
import org.holdfast.runtime.concurrent.MainThread;
import org.holdfast.runtime.jobgraph.JobGraph;
import org.holdfast.runtime.task.ExecutionAttemptId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes one checkpoint at a time from its directory to its commit, or gives it up: prepare,
 * trigger, collect the answers of the frozen set of attempts, commit, tell them. On the main
 * thread.
 */
final class CheckpointProtocol {

    private static final Logger log = LoggerFactory.getLogger(CheckpointProtocol.class);

    private final Duration timeout;
    private final MainThread mainThread;
    private final CheckpointStorage storage;
    private final CheckpointTasks tasks;
    private final Consumer<PendingCheckpoint> onEnded;
    private final CheckpointAssembly assembly;
    private final CheckpointCommitter committer;
    private final TaskNames taskNames;

    private Optional<PendingCheckpoint> pending = Optional.empty();
    private MainThread.Cancellable timer = () -> {};
    private CompletableFuture<Void> settled = CompletableFuture.completedFuture(null);

    /**
     * @param onEnded hears of each one that is committed or never will be, after its tasks; it is
     *     not pending any more then
     */
    CheckpointProtocol(
            JobGraph graph,
            Duration timeout,
            MainThread mainThread,
            CheckpointStorage storage,
            CheckpointTasks tasks,
            Consumer<PendingCheckpoint> onEnded) {
        this.timeout = requireNonNull(timeout, "timeout");
        this.mainThread = requireNonNull(mainThread, "mainThread");
        this.storage = requireNonNull(storage, "storage");
        this.tasks = requireNonNull(tasks, "tasks");
        this.onEnded = requireNonNull(onEnded, "onEnded");
        assembly = new CheckpointAssembly(graph);
        committer = new CheckpointCommitter(storage, mainThread);
        taskNames = new TaskNames(graph);
    }

    /** The one under way. */
    Optional<PendingCheckpoint> pending() {
        return pending;
    }

    /** Whether one of this kind is under way. */
    boolean isTaking(CheckpointKind kind) {
        return pending.filter(checkpoint -> checkpoint.kind() == kind).isPresent();
    }

    /** Complete unless a commit is under way whose outcome is not known yet. */
    CompletableFuture<Void> settled() {
        return settled;
    }

    /** Starts one; none may be pending. */
    void begin(PendingCheckpoint checkpoint) {
        FaultPoint.hit("C1");
        pending = Optional.of(checkpoint);
        timer = mainThread.schedule(timeout, () -> onTimeout(checkpoint));
        String directory =
                checkpoint
                        .wish()
                        .savepointDirectory()
                        .map(base -> storage.savepointDirectory(base, checkpoint.id()))
                        .orElseGet(() -> storage.directoryFor(checkpoint.id()));
        storage.prepare(directory)
                .whenComplete(
                        // not in the future, which would keep what is thrown
                        (prepared, failure) ->
                                mainThread.execute(
                                        () -> onPrepared(checkpoint, prepared, failure)));
    }

    private void onPrepared(PendingCheckpoint checkpoint, String directory, Throwable failure) {
        if (checkpoint.is(Stage.FAILED)) {
            if (failure == null) {
                discard(directory);
            }
            return;
        }
        List<Participant> participants = tasks.participants();
        if (failure != null) {
            end(checkpoint, FailureCause.messageOf(failure), false);
        } else if (participants.isEmpty()) {
            discard(directory);
            end(checkpoint, "not all of the job's tasks run", false);
        } else {
            checkpoint.trigger(directory, participants);
            participants.stream()
                    .filter(participant -> isTriggeredDirectly(checkpoint, participant))
                    .forEach(
                            participant -> {
                                tasks.trigger(participant.attempt(), checkpoint.barrier());
                                FaultPoint.hit("C2");
                            });
        }
    }

    private static boolean isTriggeredDirectly(
            PendingCheckpoint checkpoint, Participant participant) {
        return checkpoint.kind() == CheckpointKind.CLOSING
                || participant.source()
                || participant.finishing();
    }

    /** See {@link CheckpointCoordinator#onFinishing}. */
    void onFinishing(ExecutionAttemptId attempt) {
        pending.filter(checkpoint -> checkpoint.awaits(attempt))
                .ifPresent(checkpoint -> tasks.trigger(attempt, checkpoint.barrier()));
    }

    /** See {@link CheckpointCoordinator#onAnswer}. */
    void onAnswer(CheckpointAnswer answer) {
        Optional<PendingCheckpoint> addressed =
                pending.filter(checkpoint -> checkpoint.awaits(answer));
        if (addressed.isEmpty()) {
            log.debug("Late or unknown answer to a checkpoint ignored: {}", answer);
        } else if (answer instanceof CheckpointAnswer.Acknowledged done) {
            addressed.get().acknowledge(done);
            if (addressed.get().isAcknowledgedByAll()) {
                commit(addressed.get());
            }
        } else if (answer instanceof CheckpointAnswer.Declined declined) {
            String task = taskNames.of(declined.attempt());
            String reason = task + " declined: " + declined.reason();
            end(addressed.get(), reason, !declined.byStorage());
        }
    }

    /** See {@link CheckpointCoordinator#onRelinked}. */
    void onRelinked(Collection<ExecutionAttemptId> attempts, long committed) {
        if (pending.stream()
                .flatMap(taken -> taken.missing().stream())
                .anyMatch(attempts::contains)) {
            abort("a TaskManager's link broke meanwhile");
        }
        if (committed > 0) {
            attempts.forEach(attempt -> tasks.complete(attempt, committed));
        }
    }

    /** Gives up the one under way, unless its commit may have happened. */
    void abort(String reason) {
        pending.filter(PendingCheckpoint::canBeAborted)
                .ifPresent(checkpoint -> end(checkpoint, reason, false));
    }

    private void onTimeout(PendingCheckpoint checkpoint) {
        if (checkpoint.is(Stage.PREPARING)) {
            end(checkpoint, "its directory was not created within " + describeTimeout(), false);
        } else if (checkpoint.is(Stage.TRIGGERED)) {
            List<ExecutionAttemptId> missing = checkpoint.missing();
            end(
                    checkpoint,
                    "%d of %d tasks did not do their part within %s: %s"
                            .formatted(
                                    missing.size(),
                                    checkpoint.participants().size(),
                                    describeTimeout(),
                                    taskNames.of(missing)),
                    true);
        }
    }

    private String describeTimeout() {
        return timeout.toMillis() + " ms";
    }

    private void commit(PendingCheckpoint checkpoint) {
        FaultPoint.hit("C3");
        checkpoint.startCommit();
        timer.cancel();
        settled = new CompletableFuture<>();
        committer.commit(assembly.of(checkpoint), outcome -> onDecided(checkpoint, outcome));
    }

    private void onDecided(PendingCheckpoint checkpoint, CommitOutcome outcome) {
        CompletableFuture<Void> known = settled;
        if (outcome instanceof Committed committed) {
            complete(checkpoint, committed.checkpoint());
        } else if (outcome instanceof Refused refused) {
            end(checkpoint, refused.reason(), false);
        }
        known.complete(null);
    }

    private void complete(PendingCheckpoint checkpoint, CheckpointMetadata metadata) {
        checkpoint.complete(metadata);
        pending = Optional.empty();
        long id = checkpoint.id().value();
        for (Participant told : checkpoint.participants()) {
            tasks.complete(told.attempt(), id);
            FaultPoint.hit("C8");
        }
        onEnded.accept(checkpoint);
    }

    private void end(PendingCheckpoint checkpoint, String reason, boolean byTasks) {
        checkpoint.fail(new Failure(reason, byTasks));
        pending = Optional.empty();
        timer.cancel();
        long id = checkpoint.id().value();
        checkpoint.participants().forEach(told -> tasks.abort(told.attempt(), id));
        if (!checkpoint.directory().isEmpty()) {
            discard(checkpoint.directory());
        }
        onEnded.accept(checkpoint);
    }

    private void discard(String directory) {
        storage.discard(directory)
                .exceptionally(
                        failure -> {
                            log.warn("{} was not removed", directory, failure);
                            return null;
                        });
    }
}
