package org.holdfast.runtime.task.chain;

/**
 * The first failure in a chain. It is kept, because a function may catch what {@code Output.emit}
 * throws and go on; its task must not.
 */
final class ChainFailure {

    private OperatorException first;

    /** Keeps {@code cause} as the failure of an operator, if it is the first. */
    OperatorException record(String operatorName, Throwable cause) {
        if (cause instanceof InterruptedException) {
            Thread.currentThread().interrupt(); // the next wait ends at once, too
        }
        OperatorException exception =
                cause instanceof OperatorException already
                        ? already
                        : new OperatorException(operatorName, cause);
        if (first == null) {
            first = exception;
        }
        return exception;
    }

    /** Throws the first failure, if there was one. */
    void check() {
        if (first != null) {
            throw first;
        }
    }
}
