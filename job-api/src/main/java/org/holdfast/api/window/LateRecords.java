package org.holdfast.api.window;

import org.holdfast.api.OperatorContext;

/** Counts the records that came too late, and logs their number, each time it has doubled. */
final class LateRecords {

    private static final System.Logger log = System.getLogger(LateRecords.class.getName());

    private final OperatorContext context;
    private long count;

    LateRecords(OperatorContext context) {
        this.context = context;
    }

    void add() {
        count++;
        if (Long.bitCount(count) == 1) {
            log.log(
                    System.Logger.Level.WARNING,
                    "Operator ''{0}'' ({1}/{2}) of job {3}: {4} records so far came too late for"
                            + " all of their windows",
                    context.operatorName(),
                    context.subtaskIndex() + 1,
                    context.parallelism(),
                    context.jobId(),
                    count);
        }
    }
}
