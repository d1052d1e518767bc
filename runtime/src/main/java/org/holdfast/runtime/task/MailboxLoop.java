package org.holdfast.runtime.task;

import java.time.Duration;
import org.holdfast.runtime.task.chain.OperatorChain;
import org.holdfast.runtime.task.chain.WaitTime;

/**
 * What a task does all its life: mails first, then one batch of input through the chain, again and
 * again until the input ends. It begins no batch while an output has no room, so that mails are
 * served under back-pressure, too.
 */
final class MailboxLoop {

    /** A waiting task looks around this often, whether it is woken or not. */
    private static final Duration LONGEST_WAIT = Duration.ofMillis(100);

    private final Mailbox mailbox;
    private final TaskInput input;
    private final OperatorChain chain;
    private final TaskOutputs outputs;
    private final TaskMetrics metrics;
    private final long bufferTimeoutNanos;
    private long lastFlush = System.nanoTime();

    MailboxLoop(
            Mailbox mailbox,
            TaskInput input,
            OperatorChain chain,
            TaskOutputs outputs,
            TaskMetrics metrics,
            Duration bufferTimeout) {
        this.mailbox = mailbox;
        this.input = input;
        this.chain = chain;
        this.outputs = outputs;
        this.metrics = metrics;
        this.bufferTimeoutNanos = bufferTimeout.toNanos();
    }

    /** Returns when all input has been processed. */
    void run() throws Exception {
        boolean more = true;
        while (more) {
            mailbox.runMails();
            if (outputs.isAvailable()) {
                more = processBatch();
            } else {
                flush();
                await(LONGEST_WAIT, metrics.backPressured);
            }
        }
        while (!endInput()) {
            mailbox.runMails();
        }
    }

    private boolean processBatch() throws Exception {
        switch (input.poll()) {
            case MORE -> {
                chain.checkFailure();
                if (System.nanoTime() - lastFlush > bufferTimeoutNanos) {
                    flush();
                }
                return true;
            }
            case WAITING -> {
                chain.checkFailure();
                flush();
                await(input.pollInterval(), metrics.idle);
                return true;
            }
            default -> { // FINISHED
                chain.checkFailure();
                return false;
            }
        }
    }

    private boolean endInput() {
        boolean all = chain.endInput();
        chain.checkFailure();
        return all;
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
