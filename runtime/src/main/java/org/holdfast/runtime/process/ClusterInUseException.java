package org.holdfast.runtime.process;

import java.io.IOException;

/** Another application that lives has the same cluster id. */
final class ClusterInUseException extends IOException {

    private static final long serialVersionUID = 1L;

    ClusterInUseException(String message) {
        super(message);
    }
}
