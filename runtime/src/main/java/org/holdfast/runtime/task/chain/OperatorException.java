package org.holdfast.runtime.task.chain;

/**
 * The code of an operator failed. Unchecked, because it passes through the functions of the
 * operators before it, which only know {@code Output.emit}.
 */
public final class OperatorException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Says that {@code cause} was thrown in an operator. */
    public OperatorException(String operatorName, Throwable cause) {
        super("Operator '" + operatorName + "' failed: " + cause, cause);
    }
}
