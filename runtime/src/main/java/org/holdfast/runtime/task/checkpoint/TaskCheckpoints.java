package org.holdfast.runtime.task.checkpoint;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.holdfast.api.SinkCommitter;
import org.holdfast.api.Staging;
import org.holdfast.runtime.checkpoint.CheckpointAnswer;
import org.holdfast.runtime.checkpoint.CheckpointId;
import org.holdfast.runtime.checkpoint.TakeoverPoint;
import org.holdfast.runtime.network.CheckpointBarrier;
import org.holdfast.runtime.state.KeyedSnapshot;
import org.holdfast.runtime.task.ExecutionAttemptId;
import org.holdfast.runtime.task.chain.ChainSnapshot;
import org.holdfast.runtime.task.chain.OperatorException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a task's snapshots durable and commits what its sinks have staged, on a thread of its own,
 * in the order it is told. Methods may be called on any thread and return at once, unless they say
 * otherwise.
 *
 * <p>A snapshot whose keyed state cannot be written is declined, and the task goes on: the next
 * checkpoint holds what this one would have held. A transaction that cannot be staged, or not be
 * committed, fails the task, because its records are in no other one.
 */
public final class TaskCheckpoints {

    private static final Logger log = LoggerFactory.getLogger(TaskCheckpoints.class);

    /** Snapshots that keep memory while they wait to be written; more are declined. */
    private static final int MAX_UNFINISHED = 3;

    private final ExecutionAttemptId attempt;
    private final String task;
    private final Listener listener;
    private final SnapshotWork work;
    private final CheckpointThread thread;
    private final Map<Long, UnfinishedSnapshot> unfinished = new ConcurrentHashMap<>();

    /** Hears what becomes of snapshots. Called on the checkpoint thread, unless it says else. */
    public interface Listener {

        /** A snapshot is durable, or cannot be had. Any thread. */
        void onAnswer(CheckpointAnswer answer);

        /** A snapshot is not needed any more and is to be released, on the operators' thread. */
        void onWritten(KeyedSnapshot snapshot);

        /** The last checkpoint of the job is complete, and everything is committed. */
        void onClosed();

        /** The task is to fail. */
        void onFailure(Throwable cause);
    }

    /**
     * Starts nothing yet.
     *
     * @param task for people and thread names
     * @param classes of the task's job
     * @param committers of the task's sinks, by operator; asked for when there is something to
     *     commit, and not closed here
     */
    public TaskCheckpoints(
            ExecutionAttemptId attempt,
            String task,
            ClassLoader classes,
            Supplier<Map<String, SinkCommitter>> committers,
            KeyedStateStore stateStore,
            Listener listener) {
        this.attempt = requireNonNull(attempt, "attempt");
        this.task = requireNonNull(task, "task");
        this.listener = requireNonNull(listener, "listener");
        this.work = new SnapshotWork(attempt, stateStore, new StagedTransactions(committers));
        this.thread = new CheckpointThread(task + " checkpoints", classes, this::abortRest);
    }

    /** Whether one more snapshot may be taken; otherwise those before are to be waited for. */
    public boolean hasRoom() {
        return unfinished.size() < MAX_UNFINISHED;
    }

    /**
     * Makes a snapshot durable, then acknowledges or declines it.
     *
     * @param inputEnded whether the task had processed the end of its input
     * @param alignmentMicros from the first barrier to the last
     * @param pauseMicros how long the task has processed nothing for the snapshot's sake
     */
    public void write(
            CheckpointBarrier barrier,
            ChainSnapshot chain,
            boolean inputEnded,
            long alignmentMicros,
            long pauseMicros) {
        UnfinishedSnapshot snapshot =
                new UnfinishedSnapshot(barrier, chain, inputEnded, alignmentMicros, pauseMicros);
        unfinished.put(barrier.checkpoint(), snapshot);
        thread.execute(() -> write(snapshot));
    }

    private void write(UnfinishedSnapshot snapshot) {
        long checkpoint = snapshot.barrier.checkpoint();
        try {
            listener.onAnswer(work.write(snapshot));
        } catch (Throwable t) {
            onWriteFailed(snapshot, t);
        } finally {
            unfinished.remove(checkpoint);
            snapshot.chain.keyed().ifPresent(listener::onWritten);
        }
    }

    private void onWriteFailed(UnfinishedSnapshot snapshot, Throwable cause) {
        if (!thread.isStopping() && !snapshot.isAborted()) {
            decline(
                    snapshot.barrier.checkpoint(),
                    String.valueOf(cause.getMessage()),
                    cause instanceof StateWriteException);
        }
        if (cause instanceof OperatorException || cause instanceof Error) {
            fail(cause);
        } else {
            log.debug("Task {}: checkpoint {}", task, snapshot.barrier.checkpoint(), cause);
        }
    }

    /** Says that the task takes no part in a checkpoint. */
    public void decline(long checkpoint, String reason) {
        decline(checkpoint, reason, false);
    }

    private void decline(long checkpoint, String reason, boolean byStorage) {
        String text = "Task " + task + ": " + reason;
        log.warn("Checkpoint {} declined. {}", CheckpointId.of(checkpoint), text);
        listener.onAnswer(new CheckpointAnswer.Declined(attempt, checkpoint, text, byStorage));
    }

    /** Commits what was staged for a checkpoint and for those before it. */
    public void complete(long checkpoint) {
        thread.execute(
                () ->
                        doOrFail(
                                () -> {
                                    if (work.commit(checkpoint)) {
                                        listener.onClosed();
                                    }
                                }));
    }

    /** Forgets a checkpoint that will not be committed; what was staged for it is kept. */
    public void abort(long checkpoint) {
        UnfinishedSnapshot snapshot = unfinished.get(checkpoint);
        if (snapshot != null) {
            snapshot.abort();
        }
        thread.execute(() -> doOrFail(() -> work.drop(checkpoint)));
    }

    /**
     * Commits what was staged up to the committed checkpoint, and forgets every other that was
     * begun before; what was staged for those is kept.
     */
    public void adopt(TakeoverPoint point) {
        unfinished.forEach(
                (checkpoint, snapshot) -> {
                    if (point.givesUp(checkpoint)) {
                        snapshot.abort();
                    }
                });
        thread.execute(() -> doOrFail(() -> work.dropGivenUp(point)));
        if (point.committed() > 0) {
            complete(point.committed());
        }
    }

    /**
     * Commits everything: what was staged before, and what is staged with {@code last}. For tasks
     * whose end no checkpoint waits for. Waits as long as the sinks take.
     *
     * @throws OperatorException naming the sink that cannot
     * @throws InterruptedException if the task is cancelled meanwhile
     */
    public void commitAll(Map<String, Staging> last) throws InterruptedException {
        CompletableFuture<Void> done = new CompletableFuture<>();
        thread.execute(
                () -> {
                    try {
                        work.commitAll(last);
                        done.complete(null);
                    } catch (Throwable t) {
                        done.completeExceptionally(t);
                    }
                });
        try {
            done.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof OperatorException failure) {
                throw failure;
            }
            throw new IllegalStateException("Sinks could not be committed", e.getCause());
        }
    }

    private void doOrFail(Runnable job) {
        try {
            job.run();
        } catch (Throwable t) {
            fail(t);
        }
    }

    /** Fails the task, unless it ends anyway. */
    private void fail(Throwable cause) {
        if (!thread.isStopping()) {
            listener.onFailure(cause);
        }
    }

    /**
     * Ends the thread, interrupting what it does, and drops what was staged for no acknowledged
     * checkpoint. Waits.
     *
     * @param atMost for what does not react to interrupts; it is left behind then
     */
    public void close(Duration atMost) {
        unfinished.values().forEach(UnfinishedSnapshot::abort);
        thread.stop(atMost);
    }

    private void abortRest() {
        for (Throwable failure : work.abortUnacknowledged()) {
            log.warn("Task {}: staged output is left behind", task, failure);
        }
    }
}
