package org.holdfast.runtime.task;

import java.time.Duration;
import org.holdfast.api.SourceReader;
import org.holdfast.runtime.task.chain.OperatorChain;
import org.holdfast.runtime.task.chain.WaitTime;

/**
 * What a task does all its life: mails first, then timers that are due, then one batch of input
 * through the chain, again and again until the input ends. It begins no batch while an output has
 * no room, or sinks must not stage more, so that mails are served under back-pressure, too.
 */
final class MailboxLoop {

    /** A waiting task looks around this often, whether it is woken or not. */
    private static final Duration LONGEST_WAIT = Duration.ofMillis(100);

    private final Mailbox mailbox;
    private final TaskInput input;
    private final OperatorChain chain;
    private final TaskOutputs outputs;
    private final TaskSnapshots snapshots;
    private final TaskMetrics metrics;
    private final StagingLimit stagingLimit;
    private final long bufferTimeoutNanos;
    private long lastFlush = System.nanoTime();
    private long written;

    MailboxLoop(
            Mailbox mailbox,
            TaskInput input,
            OperatorChain chain,
            TaskOutputs outputs,
            TaskSnapshots snapshots,
            TaskMetrics metrics,
            StagingLimit stagingLimit,
            Duration bufferTimeout) {
        this.mailbox = mailbox;
        this.input = input;
        this.chain = chain;
        this.outputs = outputs;
        this.snapshots = snapshots;
        this.metrics = metrics;
        this.stagingLimit = stagingLimit;
        this.bufferTimeoutNanos = bufferTimeout.toNanos();
    }

    /**
     * Processes input, and its end.
     *
     * @return whether it has ended; otherwise the job was stopped
     */
    boolean processInput() throws Exception {
        if (chain.hasSink()) {
            metrics.outputGap.onBegin();
        }
        boolean ended = processUntilEnd();
        metrics.outputGap.onEnd();
        return ended;
    }

    private boolean processUntilEnd() throws Exception {
        while (true) {
            mailbox.runMails();
            switch (snapshots.phase()) {
                case PROCESSING -> process();
                case STOPPED -> processStopped();
                case ENDING -> {
                    if (endInput()) {
                        return true;
                    }
                }
                default -> { // CLOSED: a stop is complete
                    return false;
                }
            }
        }
    }

    /** Waits for the checkpoint that makes the task's end durable. */
    void awaitClosed() throws Exception {
        mailbox.runMails();
        while (snapshots.phase() != TaskPhase.CLOSED) {
            await(LONGEST_WAIT, metrics.idle);
            mailbox.runMails();
        }
    }

    private void process() throws Exception {
        if (!outputs.isAvailable() || stagingLimit.holds(chain.recordsStaged())) {
            flush();
            await(LONGEST_WAIT, metrics.backPressured);
            return;
        }
        boolean timersLeft = fireTimers();
        SourceReader.Status status = input.poll();
        endBatch();
        if (status == SourceReader.Status.FINISHED) {
            snapshots.onInputEnd();
        } else if (status == SourceReader.Status.WAITING && !timersLeft) {
            flush();
            await(untilTimer(input.pollInterval()), metrics.idle);
        } else if (System.nanoTime() - lastFlush > bufferTimeoutNanos) {
            flush();
        }
    }

    private void processStopped() throws Exception {
        SourceReader.Status status = input.pollStopped();
        endBatch();
        if (status == SourceReader.Status.WAITING) {
            flush();
            await(LONGEST_WAIT, metrics.idle);
        }
    }

    /** Returns whether some that are due are left for the next time. */
    private boolean fireTimers() {
        long now = System.currentTimeMillis();
        return chain.nextTimer() <= now && !chain.fireTimers(now);
    }

    private Duration untilTimer(Duration atMost) {
        long next = chain.nextTimer();
        if (next == Long.MAX_VALUE) {
            return atMost;
        }
        long left = Math.max(0, next - System.currentTimeMillis());
        return Duration.ofMillis(Math.min(left, atMost.toMillis()));
    }

    private boolean endInput() {
        boolean all = chain.endInput();
        endBatch();
        return all;
    }

    /** What would cost too much for each record. */
    private void endBatch() {
        chain.checkFailure();
        long now = chain.recordsWritten();
        if (now != written) {
            written = now;
            metrics.outputGap.onOutput();
        }
    }

    private void flush() {
        outputs.flush();
        lastFlush = System.nanoTime();
    }

    private void await(Duration atMost, WaitTime waited) {
        waited.begin();
        mailbox.await(atMost);
        waited.end();
    }
}
