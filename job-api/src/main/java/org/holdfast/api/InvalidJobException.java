package org.holdfast.api;

/**
 * The job cannot be run as it was asked for. The message says what is wrong, with which input, and
 * what to do.
 */
public class InvalidJobException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public InvalidJobException(String message) {
        super(message);
    }

    public InvalidJobException(String message, Throwable cause) {
        super(message, cause);
    }
}
