package org.holdfast.runtime.task;

/** Ends the process, which cannot go on. */
@FunctionalInterface
public interface FatalErrorHandler {

    /**
     * Ends it. Any thread; may not return.
     *
     * @param reason what happened, to what, in one sentence
     */
    void onFatalError(String reason, Throwable cause);
}
