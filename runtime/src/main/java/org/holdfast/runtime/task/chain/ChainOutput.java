package org.holdfast.runtime.task.chain;

import org.holdfast.api.Output;

/** Where a link puts what it hands on: records, and how far event time has come. */
interface ChainOutput extends Output<Object> {

    /**
     * Says that no record of this or an earlier time follows, but for late ones. Times only grow.
     *
     * @param time in milliseconds since 1970; {@link Long#MAX_VALUE} at the end of all input
     * @throws OperatorException if an operator failed on it
     */
    void advance(long time);
}
