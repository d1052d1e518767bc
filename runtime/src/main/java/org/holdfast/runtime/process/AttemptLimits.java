package org.holdfast.runtime.process;

/**
 * How often the ApplicationMaster of an application is started.
 *
 * @param attempts how many may fail before the application does
 * @param maximum the most that YARN allows any application
 * @param failureWindowMillis failures longer ago do not count, in milliseconds; -1 means that all
 *     count
 */
public record AttemptLimits(int attempts, int maximum, long failureWindowMillis) {

    public AttemptLimits {
        if (attempts < 1 || attempts > maximum) {
            throw new IllegalArgumentException(
                    "attempts: " + attempts + " (expected: 1 to " + maximum + ")");
        }
        if (failureWindowMillis < -1 || failureWindowMillis == 0) {
            throw new IllegalArgumentException(
                    "failure window: " + failureWindowMillis + " ms (expected: -1 or at least 1)");
        }
    }
}
