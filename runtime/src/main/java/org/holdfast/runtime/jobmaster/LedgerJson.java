package org.holdfast.runtime.jobmaster;

import java.io.IOException;
import org.holdfast.runtime.json.StrictJson;

/** Ledgers as JSON, the payload of their files. */
public final class LedgerJson {

    /** Enough for a hundred thousand subtasks. */
    private static final int MAX_BYTES = 16 * 1024 * 1024;

    private static final StrictJson<Ledger> JSON =
            new StrictJson<>(Ledger.class, "a ledger", MAX_BYTES);

    private LedgerJson() {}

    /** Writes a ledger. */
    public static byte[] write(Ledger ledger) {
        return JSON.write(ledger);
    }

    /**
     * Reads a ledger.
     *
     * @throws IOException if the bytes are not a ledger; says what is wrong, and where
     */
    public static Ledger read(byte[] json) throws IOException {
        return JSON.read(json);
    }
}
