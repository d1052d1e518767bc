package org.holdfast.runtime.task.chain;

import static java.util.Objects.requireNonNull;

import org.holdfast.api.Output;

/** One operator of a chain at work: takes records from the one before, hands on its own. */
abstract class ChainLink implements Output<Object> {

    private final String operatorName;
    private final ChainFailure failure;

    ChainLink(String operatorName, ChainFailure failure) {
        this.operatorName = requireNonNull(operatorName, "operatorName");
        this.failure = requireNonNull(failure, "failure");
    }

    /** Opens the user's code. */
    abstract void open() throws Exception;

    /**
     * Does a bounded part of what is left to do after the last record.
     *
     * @return whether that was all
     */
    boolean endInput() throws Exception {
        return true;
    }

    /** Closes the user's code; called once, also when {@link #open} failed. */
    abstract void close() throws Exception;

    /** Names this operator as the one that failed, unless one behind it was named already. */
    final OperatorException failed(Throwable cause) {
        return failure.record(operatorName, cause);
    }

    /** Refuses null, which no operator takes. */
    final void requireRecord(Object value) {
        if (value == null) {
            throw failed(new NullPointerException("it was given null for a record"));
        }
    }
}
