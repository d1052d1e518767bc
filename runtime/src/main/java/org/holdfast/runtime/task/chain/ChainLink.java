package org.holdfast.runtime.task.chain;

import static java.util.Objects.requireNonNull;

/**
 * One operator of a chain at work: takes records and watermarks from the one before, hands on its
 * own. The task's thread only.
 */
abstract class ChainLink implements ChainOutput {

    private final String operatorName;
    private final ChainOutput out;
    private final ChainFailure failure;

    /**
     * @param out takes the watermarks; links hand on their records themselves
     */
    ChainLink(String operatorName, ChainOutput out, ChainFailure failure) {
        this.operatorName = requireNonNull(operatorName, "operatorName");
        this.out = requireNonNull(out, "out");
        this.failure = requireNonNull(failure, "failure");
    }

    final String operatorName() {
        return operatorName;
    }

    /** Opens the user's code. */
    abstract void open() throws Exception;

    @Override
    public final void advance(long time) {
        try {
            watermark(time);
        } catch (Throwable t) {
            throw failed(t);
        }
    }

    /** Does what is due at a point in event time, then hands it on. */
    void watermark(long time) throws Exception {
        out.advance(time);
    }

    /**
     * Fires a bounded number of timers that are due in processing time.
     *
     * @param nowMillis wall clock, since 1970
     * @return whether those were all
     */
    boolean fireTimers(long nowMillis) throws Exception {
        return true;
    }

    /**
     * When {@link #fireTimers} has something to do, by the wall clock in milliseconds since 1970;
     * {@link Long#MAX_VALUE} if nothing is planned.
     */
    long nextTimer() {
        return Long.MAX_VALUE;
    }

    /**
     * Adds what this operator has to keep. What takes long is left to what is added: records wait
     * meanwhile.
     *
     * @param checkpoint its number; 0 after the last record of a job that takes no checkpoints
     */
    void snapshot(long checkpoint, SnapshotParts parts) throws Exception {}

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
