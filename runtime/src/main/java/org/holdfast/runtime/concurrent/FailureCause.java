package org.holdfast.runtime.concurrent;

import java.util.concurrent.CompletionException;

/** What a future failed with, without what futures that depend on each other wrap around it. */
public final class FailureCause {

    private FailureCause() {}

    /** The message of what {@code failure} is or wraps, for people. */
    public static String messageOf(Throwable failure) {
        Throwable cause = failure.getCause();
        boolean wrapped = failure instanceof CompletionException;
        return wrapped && cause != null ? messageOf(cause) : String.valueOf(failure.getMessage());
    }
}
