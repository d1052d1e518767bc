package org.holdfast.ha.storage;

import java.io.IOException;

/**
 * What was read is not what was written: empty, truncated, changed, of another kind or version, or
 * missing though something points to it. Reading again does not help; it is for people to decide.
 * Any other {@link IOException} of a read says that there was no answer.
 */
public final class DamagedMetadataException extends IOException {

    private static final long serialVersionUID = 1L;

    public DamagedMetadataException(String message) {
        super(message);
    }

    public DamagedMetadataException(String message, Throwable cause) {
        super(message, cause);
    }
}
