package org.holdfast.ha.store;

import java.io.IOException;

/** What arrived is not what was announced. Nothing of it is kept. */
public final class DigestMismatchException extends IOException {

    private static final long serialVersionUID = 1L;

    DigestMismatchException(String expected, String actual, long bytes) {
        super(
                "The content has SHA-256 "
                        + actual
                        + " ("
                        + bytes
                        + " bytes), announced was "
                        + expected
                        + ". Nothing was stored; send it again.");
    }
}
