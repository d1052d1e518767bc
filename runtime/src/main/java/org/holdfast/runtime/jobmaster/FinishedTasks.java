package org.holdfast.runtime.jobmaster;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.holdfast.runtime.concurrent.MainThread;
import org.holdfast.runtime.task.ExecutionAttemptId;

/**
 * The tasks that have FINISHED and whose TaskManagers hold that for a JobManager to come: until the
 * ledger says it, or the job's result. On the main thread.
 */
final class FinishedTasks {

    /** Tasks of a job often finish together: one ledger for all of them. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final MainThread mainThread;
    private final TaskCommands commands;
    private final LedgerWriter ledgers;
    private final Supplier<Ledger> ledger;
    private final BooleanSupplier mayWrite;
    private final Set<ExecutionAttempt> held = new LinkedHashSet<>();
    private boolean planned;

    /**
     * @param ledger the job's as it is deployed now
     * @param mayWrite whether it is not about to be deployed otherwise
     */
    FinishedTasks(
            MainThread mainThread,
            TaskCommands commands,
            LedgerWriter ledgers,
            Supplier<Ledger> ledger,
            BooleanSupplier mayWrite) {
        this.mainThread = requireNonNull(mainThread, "mainThread");
        this.commands = requireNonNull(commands, "commands");
        this.ledgers = requireNonNull(ledgers, "ledgers");
        this.ledger = requireNonNull(ledger, "ledger");
        this.mayWrite = requireNonNull(mayWrite, "mayWrite");
    }

    /** One more has FINISHED. */
    void add(ExecutionAttempt attempt) {
        held.add(attempt);
        plan();
    }

    /** Whether its TaskManager is to hold its end for some more time. */
    boolean holds(ExecutionAttemptId attempt) {
        return held.stream().anyMatch(finished -> finished.id().equals(attempt));
    }

    private void plan() {
        if (!planned) {
            planned = true;
            mainThread.schedule(PAUSE, this::write);
        }
    }

    private void write() {
        planned = false;
        if (held.isEmpty()) {
            return;
        }
        if (mayWrite.getAsBoolean() && ledgers.isIdle()) {
            List<ExecutionAttempt> recorded = List.copyOf(held);
            ledgers.write(ledger.get(), () -> release(recorded));
        } else {
            plan(); // what is being deployed has its own ledger
        }
    }

    /** The job has ended, and its result is durable. */
    void releaseAll() {
        release(List.copyOf(held));
    }

    private void release(List<ExecutionAttempt> recorded) {
        recorded.forEach(commands::acknowledgeEnd);
        recorded.forEach(held::remove);
    }
}
