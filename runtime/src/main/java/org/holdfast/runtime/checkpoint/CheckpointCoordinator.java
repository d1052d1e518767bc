package org.holdfast.runtime.checkpoint;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.holdfast.runtime.checkpoint.PendingCheckpoint.Failure;
import org.holdfast.runtime.concurrent.MainThread;
import org.holdfast.runtime.dispatcher.JobStatus;
import org.holdfast.runtime.jobgraph.JobGraph;
import org.holdfast.runtime.task.ExecutionAttemptId;

/**
 * Takes the checkpoints and savepoints of one job, one at a time. On the main thread.
 *
 * <p>A checkpoint is committed when the {@link CheckpointStorage} says so, and only then its tasks
 * are told. From {@link #latest} a job may be restored once {@link #settled} is complete: before
 * that a newer checkpoint may turn out to be committed.
 */
public final class CheckpointCoordinator {

    /** What the job's tasks allow. */
    private enum Phase {
        /** Not all tasks run. */
        SUSPENDED,
        /** All tasks run. */
        RUNNING,
        /** The last checkpoint is complete, its tasks finish. */
        ENDING,
        /** The job has ended. */
        CLOSED
    }

    private final CheckpointSettings settings;
    private final MainThread mainThread;
    private final Clock wallClock;
    private final CheckpointListener listener;
    private final CheckpointProtocol protocol;
    private final CheckpointTurns turns;
    private final CheckpointRecords records;
    private final FailureTolerance failures;

    private boolean mayHaveStored;
    private boolean goesOn;
    private Phase phase = Phase.SUSPENDED;
    private String notRunning = "the job's tasks do not all run yet";

    /**
     * Nothing happens before {@link #start}.
     *
     * @param epoch of this JobManager, part of every checkpoint's id
     * @param wallClock for times shown to people only
     * @param storage this job's
     */
    public CheckpointCoordinator(
            JobGraph graph,
            CheckpointSettings settings,
            int epoch,
            MainThread mainThread,
            Clock wallClock,
            CheckpointStorage storage,
            CheckpointTasks tasks,
            CheckpointListener listener) {
        this.settings = requireNonNull(settings, "settings");
        this.mainThread = requireNonNull(mainThread, "mainThread");
        this.wallClock = requireNonNull(wallClock, "wallClock");
        this.listener = requireNonNull(listener, "listener");
        protocol =
                new CheckpointProtocol(
                        graph, settings.timeout(), mainThread, storage, tasks, this::onEnded);
        turns = new CheckpointTurns(epoch, settings, mainThread, wallClock, protocol);
        records =
                new CheckpointRecords(
                        graph,
                        new RetainedCheckpoints(settings.retained(), storage),
                        new CheckpointHistory(settings.history()));
        failures = new FailureTolerance(settings.tolerableFailures());
    }

    /** All tasks run: checkpoints are taken from now on. Does nothing if they are already. */
    public void start() {
        mainThread.assertOwned();
        if (phase == Phase.SUSPENDED) {
            phase = Phase.RUNNING;
            failures.reset();
            turns.open(goesOn);
            goesOn = false;
        }
    }

    /**
     * Tasks that an earlier JobManager deployed go on. The first checkpoint is due when all run:
     * the interval has passed while there was no JobManager. If the job's last checkpoint is
     * complete already, the tasks are about to finish, and no other is taken.
     *
     * @param tookLatest whether the latest checkpoint is theirs; tasks that were started from a
     *     last one need another to finish with
     */
    public void onAdopted(boolean tookLatest) {
        mainThread.assertOwned();
        goesOn = true;
        boolean complete = latest().filter(last -> last.kind().isLast()).isPresent();
        if (phase == Phase.SUSPENDED && complete && tookLatest) {
            halt(Phase.ENDING, "the job is about to end");
        }
    }

    /** The newest committed checkpoint of the job's own, {@link CheckpointId#value}; 0 for none. */
    public long committed() {
        return records.committed().map(CheckpointId::value).orElse(0L);
    }

    /**
     * Tasks may have missed what they were told. A checkpoint they may not have heard of is given
     * up; that the last one is complete they are told again.
     */
    public void onRelinked(Collection<ExecutionAttemptId> attempts) {
        mainThread.assertOwned();
        protocol.onRelinked(attempts, committed());
    }

    /**
     * A task is gone. What is under way is given up, unless its commit may have happened;
     * savepoints fail. Nothing is triggered until {@link #start}.
     *
     * @param reason why the task is gone
     */
    public void suspend(String reason) {
        mainThread.assertOwned();
        if (phase != Phase.CLOSED) {
            halt(Phase.SUSPENDED, reason);
        }
    }

    private void halt(Phase next, String reason) {
        phase = next;
        notRunning = reason;
        turns.shut(reason);
    }

    /** A task's part of a checkpoint. Ignored unless the checkpoint under way waits for it. */
    public void onAnswer(CheckpointAnswer answer) {
        mainThread.assertOwned();
        protocol.onAnswer(answer);
    }

    /** A task's input has ended: it may never see a barrier, so it is triggered directly. */
    public void onFinishing(ExecutionAttemptId attempt) {
        mainThread.assertOwned();
        protocol.onFinishing(attempt);
    }

    /**
     * Takes a savepoint, when the checkpoint under way has ended.
     *
     * @param directory below which it is put
     * @param kind SAVEPOINT or STOP
     * @return completes when it is committed and its tasks have been told; exceptionally, with a
     *     {@link CheckpointException}, if it cannot be had
     */
    public CompletableFuture<CheckpointMetadata> savepoint(String directory, CheckpointKind kind) {
        mainThread.assertOwned();
        CheckpointWish wish = CheckpointWish.savepoint(directory, kind);
        if (phase == Phase.RUNNING) {
            turns.add(wish);
        } else {
            wish.fail("Savepoint refused: " + notRunning);
        }
        return wish.result();
    }

    /**
     * All tasks have processed all input: takes the closing checkpoint. It is tried again as often
     * as checkpoints may fail in a row. Does nothing if it is being taken already.
     *
     * @param savepointDirectory below which it is put if it is to be a savepoint too
     */
    public void close(Optional<String> savepointDirectory) {
        mainThread.assertOwned();
        if (phase == Phase.RUNNING) {
            turns.close(CheckpointWish.closing(savepointDirectory));
        }
    }

    /** What a restore is to use; see {@link #settled}. */
    public Optional<CheckpointMetadata> latest() {
        return records.latest();
    }

    /** Complete unless a commit is under way whose outcome is not known yet. */
    public CompletableFuture<Void> settled() {
        return protocol.settled();
    }

    /** What the job starts from first, before it has a checkpoint of its own. */
    public void restoreFrom(CheckpointMetadata from) {
        mainThread.assertOwned();
        records.startFrom(from);
        // so that names that sinks derive from ids differ from those the savepoint's job has used
        turns.numberAfter(from.id());
    }

    /**
     * An earlier JobManager ran the job: what it has committed is this one's to restore from, and
     * to remove.
     *
     * @param committed oldest first; may be empty
     */
    public void takeOver(List<CheckpointMetadata> committed) {
        mainThread.assertOwned();
        mayHaveStored = true;
        records.takeOver(committed);
        records.latest().ifPresent(latest -> turns.numberAfter(latest.id()));
    }

    /** Tasks were deployed from {@link #latest}. */
    public void onRestored() {
        mainThread.assertOwned();
        records.onRestored(wallClock.millis());
    }

    /**
     * The job has ended: what is under way is given up, and checkpoints are removed unless they are
     * to be retained.
     *
     * @return completes, never exceptionally, when storage is as it is to stay
     */
    public CompletableFuture<Void> onJobEnded(JobStatus end) {
        mainThread.assertOwned();
        halt(Phase.CLOSED, "the job has ended: " + end);
        if (!turns.anyTaken() && !mayHaveStored) {
            return CompletableFuture.completedFuture(null); // nothing was ever stored
        }
        return settled().thenCompose(known -> records.end(settings.retention().keepsAfter(end)));
    }

    /** For people. */
    public CheckpointReport report() {
        return records.report(
                settings.interval(),
                protocol.pending().map(current -> current.report(mainThread.nowMillis())));
    }

    private void onEnded(PendingCheckpoint checkpoint) {
        records.add(checkpoint, mainThread.nowMillis());
        turns.onEnded();
        checkpoint.failure().ifPresent(failure -> onFailed(checkpoint, failure));
        checkpoint.committed().ifPresent(committed -> onCompleted(checkpoint, committed));
    }

    private void onCompleted(PendingCheckpoint checkpoint, CheckpointMetadata committed) {
        failures.reset();
        if (checkpoint.kind().isLast() && phase == Phase.RUNNING) {
            halt(Phase.ENDING, "the job is about to end");
        }
        checkpoint.wish().result().complete(committed);
        listener.onCheckpointCompleted(committed);
        turns.goOn();
    }

    private void onFailed(PendingCheckpoint checkpoint, Failure failure) {
        String reason = checkpoint.title() + " failed: " + failure.reason();
        checkpoint.wish().fail(reason);
        if (phase == Phase.RUNNING && counts(checkpoint, failure) && failures.isOneTooMany()) {
            listener.onTooManyFailures(reason);
        } else if (checkpoint.kind() == CheckpointKind.CLOSING) {
            turns.retry();
        } else {
            turns.goOn();
        }
    }

    /** The job runs on while its storage is out of order, but it cannot end like that. */
    private static boolean counts(PendingCheckpoint checkpoint, Failure failure) {
        return checkpoint.kind() == CheckpointKind.CLOSING
                || checkpoint.kind() == CheckpointKind.CHECKPOINT && failure.byTasks();
    }
}
