package org.holdfast.runtime.jobmaster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.holdfast.runtime.concurrent.ManualMainThread;
import org.holdfast.runtime.jobgraph.JobId;
import org.junit.jupiter.api.Test;

class LedgerWriterTest {

    private static final Ledger FIRST = new Ledger(new JobId("a".repeat(32)), 1, 0, List.of());
    private static final Ledger SECOND = new Ledger(new JobId("a".repeat(32)), 1, 1, List.of());

    private final ManualMainThread mainThread = new ManualMainThread();
    private final List<Ledger> stored = new ArrayList<>();
    private final List<String> heard = new ArrayList<>();
    private final LedgerWriter ledgers =
            new LedgerWriter(
                    ledger -> {
                        stored.add(ledger);
                        return CompletableFuture.completedFuture(null);
                    },
                    mainThread);

    @Test
    void aLedgerIsDurableBeforeAnythingIsSaidOfIt() {
        ledgers.write(FIRST, () -> heard.add("after " + stored));
        mainThread.runDue();
        assertThat(heard).containsExactly("after " + List.of(FIRST));
    }

    /** Its job has ended, and what is left of it may be removed already. */
    @Test
    void nothingIsWrittenAfterTheEnd() {
        ledgers.write(FIRST, () -> heard.add("first"));
        ledgers.stop(() -> heard.add("idle"));
        ledgers.write(SECOND, () -> heard.add("second"));
        mainThread.runDue();
        assertThat(stored).containsExactly(FIRST);
        assertThat(heard).containsExactly("first", "idle");
    }
}
