package org.holdfast.runtime.network;

import java.io.IOException;

/** What the other side sent is not what it may send. The connection is closed. */
final class ProtocolException extends IOException {

    private static final long serialVersionUID = 1;

    ProtocolException(String message) {
        super(message);
    }
}
