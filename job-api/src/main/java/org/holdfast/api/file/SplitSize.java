package org.holdfast.api.file;

/**
 * How large the splits of an input are.
 *
 * @param smallest below it, dividing costs more than it gains, in bytes
 * @param usual in bytes
 * @param mostSplits larger inputs get larger splits: the splits are part of the job graph
 */
record SplitSize(long smallest, long usual, int mostSplits) {

    static final SplitSize DEFAULT = new SplitSize(1 << 20, 32 << 20, 10_000);

    /** The size, in bytes, at which every subtask gets a split if the input is not tiny. */
    long of(long total, int parallelism) {
        long fair = Math.max(smallest, ceilDiv(total, parallelism));
        return Math.max(Math.min(usual, fair), ceilDiv(total, mostSplits));
    }

    static long ceilDiv(long dividend, long divisor) {
        return (dividend + divisor - 1) / divisor;
    }
}
