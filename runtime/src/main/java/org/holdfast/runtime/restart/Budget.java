package org.holdfast.runtime.restart;

/** How much of something is left, in words. */
final class Budget {

    private Budget() {}

    static String of(int left, int all) {
        return all == Integer.MAX_VALUE ? "unlimited" : left + " of " + all;
    }
}
