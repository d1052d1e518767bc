package org.holdfast.runtime.dispatcher;

/** What was asked of a {@link JobRegistry} was not done, or may not have been. */
public final class JobRegistryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean outcomeUnknown;

    /**
     * @param message what failed, on which file or path
     * @param outcomeUnknown whether it may have happened all the same; doing it again tells
     */
    public JobRegistryException(String message, boolean outcomeUnknown, Throwable cause) {
        super(message, cause);
        this.outcomeUnknown = outcomeUnknown;
    }

    /** Whether it may have happened all the same; doing it again tells. */
    public boolean outcomeUnknown() {
        return outcomeUnknown;
    }
}
