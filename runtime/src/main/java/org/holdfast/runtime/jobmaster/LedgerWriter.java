package org.holdfast.runtime.jobmaster;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.holdfast.runtime.concurrent.MainThread;
import org.holdfast.runtime.concurrent.Retries;

/**
 * Writes one job's ledgers, one at a time. A newer ledger takes the place of one that is not
 * durable yet. On the main thread.
 */
final class LedgerWriter {

    private final LedgerStore store;
    private final MainThread mainThread;
    private Optional<Wish> wanted = Optional.empty();
    private Runnable whenIdle = () -> {};
    private Optional<Retries> writing = Optional.empty();
    private boolean stopped;

    private record Wish(Ledger ledger, Runnable onDurable) {}

    LedgerWriter(LedgerStore store, MainThread mainThread) {
        this.store = requireNonNull(store, "store");
        this.mainThread = requireNonNull(mainThread, "mainThread");
    }

    /**
     * Writes a ledger.
     *
     * @param onDurable run when it is, at once if possible; never if another is written meanwhile,
     *     or nothing is written any more
     */
    void write(Ledger ledger, Runnable onDurable) {
        if (stopped) {
            return; // the job's result is about to take its place, or what is left is being removed
        }
        wanted = Optional.of(new Wish(ledger, onDurable));
        if (writing.isEmpty()) {
            writeNext();
        }
    }

    /**
     * Writes nothing more.
     *
     * @param onIdle run when nothing is being written any more, at once if possible
     */
    void stop(Runnable onIdle) {
        stopped = true;
        wanted = Optional.empty();
        whenIdle = onIdle;
        if (writing.isEmpty()) {
            onIdle.run();
        }
    }

    private void writeNext() {
        Wish wish = wanted.orElseThrow();
        Retries retries = new Retries("its deployment to be recorded", mainThread);
        writing = Optional.of(retries);
        // what is written next is always what is wanted now
        retries.run(
                () -> store.putLedger(wish.ledger()),
                failure -> !isWanted(wish),
                (done, superseded) -> {
                    writing = Optional.empty();
                    if (isWanted(wish)) {
                        wanted = Optional.empty();
                        wish.onDurable().run();
                    } else if (wanted.isEmpty()) {
                        whenIdle.run();
                    } else {
                        writeNext();
                    }
                });
    }

    private boolean isWanted(Wish wish) {
        return wanted.filter(latest -> latest == wish).isPresent();
    }

    /** Whether nothing is being written. */
    boolean isIdle() {
        return writing.isEmpty();
    }

    /** What is waited for, for people; empty if nothing. */
    Optional<String> waitingFor() {
        return writing.map(Retries::describe);
    }
}
