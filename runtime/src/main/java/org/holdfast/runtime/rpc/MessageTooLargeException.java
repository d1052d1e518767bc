package org.holdfast.runtime.rpc;

/** A message was not sent because it is larger than {@code akka.framesize}. */
final class MessageTooLargeException extends Exception {

    private static final long serialVersionUID = 1L;

    MessageTooLargeException(String message) {
        super(message);
    }
}
