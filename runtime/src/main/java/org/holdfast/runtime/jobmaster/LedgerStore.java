package org.holdfast.runtime.jobmaster;

import java.util.concurrent.CompletableFuture;

/** Where the ledgers of jobs are kept. On the main thread. */
@FunctionalInterface
public interface LedgerStore {

    /**
     * Makes a ledger the current one of its job.
     *
     * @return completes on the main thread when it is durable; fails if it is not, or may not be
     */
    CompletableFuture<Void> putLedger(Ledger ledger);
}
