package org.holdfast.selfcheck;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Checks the chain of one key. Its links must be 1, 2, 3 and so on, each the {@link Link#next} of
 * the one before; and the numbers of each split must be in the order in which the split has them.
 */
final class KeyHistory {

    static final Comparator<Link> ORDER =
            Comparator.comparingLong(Link::key)
                    .thenComparingLong(Link::count)
                    .thenComparingLong(Link::number)
                    .thenComparingLong(Link::chain);

    private final Findings findings;
    private final boolean hasLost;
    private final long[] latestOfSplit;
    private Link previous;

    /**
     * @param splits how many the source has
     * @param hasLost whether a record of this key is known to be lost: its place in the chain is
     *     then no second finding
     */
    KeyHistory(Findings findings, int splits, boolean hasLost) {
        this.findings = findings;
        this.hasLost = hasLost;
        this.latestOfSplit = new long[splits];
        Arrays.fill(latestOfSplit, -1);
    }

    /**
     * Checks all links of one key.
     *
     * @param links in {@link #ORDER}
     */
    void check(List<Link> links) {
        for (Link link : links) {
            // the same line again has been found to be duplicated already
            if (!link.equals(previous)) {
                checkChain(link);
                checkOrder(link);
                previous = link;
            }
        }
    }

    private void checkChain(Link link) {
        long expected = previous == null ? 1 : previous.count() + 1;
        if (previous != null && link.count() == previous.count()) {
            findings.corrupt("'%s' and '%s': two histories of one key".formatted(previous, link));
        } else if (link.count() == expected) {
            if (!link.equals(successor(link))) {
                findings.corrupt(
                        previous == null
                                ? "'%s' does not start a chain".formatted(link)
                                : "'%s' does not continue the chain of '%s'"
                                        .formatted(link, previous));
            }
        } else if (!hasLost) {
            findings.corrupt(
                    "'%s': count %d was expected, and no record of key %d is lost"
                            .formatted(link, expected, link.key()));
        }
    }

    private Link successor(Link link) {
        return previous == null
                ? Link.first(link.key(), link.number())
                : previous.next(link.number());
    }

    private void checkOrder(Link link) {
        int split = (int) (link.number() % latestOfSplit.length);
        if (link.number() < latestOfSplit[split]) {
            findings.corrupt(
                    "'%s' came behind number %d of the same split"
                            .formatted(link, latestOfSplit[split]));
        }
        latestOfSplit[split] = link.number();
    }
}
