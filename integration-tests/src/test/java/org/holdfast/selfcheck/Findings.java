package org.holdfast.selfcheck;

import java.util.ArrayList;
import java.util.List;

/** What is wrong with an output: counted all, told for the first few. Not thread-safe. */
final class Findings {

    private static final int MOST_TOLD = 20;

    private final List<String> told = new ArrayList<>();
    private long lost;
    private long duplicated;
    private long corrupt;

    void lost(String sentence) {
        lost++;
        tell("LOST       " + sentence);
    }

    void duplicated(String sentence) {
        duplicated++;
        tell("DUPLICATED " + sentence);
    }

    void corrupt(String sentence) {
        corrupt++;
        tell("CORRUPT    " + sentence);
    }

    private void tell(String sentence) {
        if (told.size() < MOST_TOLD) {
            told.add(sentence);
        }
    }

    Verdict verdict(long expected, long files, long lines) {
        return new Verdict(expected, files, lines, lost, duplicated, corrupt, told);
    }
}
