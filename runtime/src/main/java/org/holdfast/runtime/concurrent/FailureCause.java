package org.holdfast.runtime.concurrent;

import java.util.concurrent.CompletionException;

/** What a future failed with, without what futures that depend on each other wrap around it. */
public final class FailureCause {

    private FailureCause() {}

    /** The message of what {@code failure} is or wraps, for people. */
    public static String messageOf(Throwable failure) {
        return String.valueOf(of(failure).getMessage());
    }

    /** What {@code failure} is or wraps; null if it is. */
    public static Throwable of(Throwable failure) {
        boolean wrapped = failure instanceof CompletionException && failure.getCause() != null;
        return wrapped ? of(failure.getCause()) : failure;
    }
}
