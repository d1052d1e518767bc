package org.holdfast.api.file;

/**
 * How large the splits of an input are.
 *
 * @param smallest below it, dividing costs more than it gains, in bytes
 * @param usual larger ones only if there were too many, in bytes
 * @param mostSplits larger inputs get larger splits: the splits are part of the job graph
 */
record SplitSize(long smallest, long usual, int mostSplits) {

    static final SplitSize DEFAULT = new SplitSize(1 << 20, 32 << 20, 10_000);

    /** The size, in bytes, that gives all subtasks about as much to read, in equal portions. */
    long of(long total, int parallelism) {
        long portions = Math.max(1, ceilDiv(total, usual * parallelism));
        long fair = ceilDiv(total, portions * parallelism);
        return Math.max(Math.max(smallest, fair), ceilDiv(total, mostSplits));
    }

    static long ceilDiv(long dividend, long divisor) {
        return (dividend + divisor - 1) / divisor;
    }
}
