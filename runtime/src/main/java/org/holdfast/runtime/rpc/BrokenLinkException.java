package org.holdfast.runtime.rpc;

/** What came over a link cannot be used; the link has to be given up. */
final class BrokenLinkException extends Exception {

    private static final long serialVersionUID = 1L;

    BrokenLinkException(String message) {
        super(message);
    }

    BrokenLinkException(String message, Throwable cause) {
        super(message, cause);
    }
}
