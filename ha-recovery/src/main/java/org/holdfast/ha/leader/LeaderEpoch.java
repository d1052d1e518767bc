package org.holdfast.ha.leader;

/**
 * One term of leadership. A larger number fences off every smaller one.
 *
 * @param number 1 or more
 */
public record LeaderEpoch(long number) implements Comparable<LeaderEpoch> {

    public LeaderEpoch {
        if (number < 1) {
            throw new IllegalArgumentException("epoch number: " + number + " (expected: >= 1)");
        }
    }

    @Override
    public int compareTo(LeaderEpoch other) {
        return Long.compare(number, other.number);
    }

    @Override
    public String toString() {
        return "epoch " + number;
    }
}
