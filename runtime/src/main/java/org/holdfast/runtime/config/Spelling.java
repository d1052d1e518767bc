package org.holdfast.runtime.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds what somebody may have meant. */
public final class Spelling {

    private Spelling() {}

    /**
     * The known word with the fewest edits, if those are at most a third of the word and two more.
     */
    public static Optional<String> nearest(String word, Collection<String> known) {
        return known.stream()
                .min(
                        Comparator.comparingInt((String candidate) -> edits(word, candidate))
                                .thenComparing(c -> c))
                .filter(candidate -> edits(word, candidate) <= word.length() / 3 + 1);
    }

    private static int edits(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int substitution = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substitution, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[to.length()];
    }
}
