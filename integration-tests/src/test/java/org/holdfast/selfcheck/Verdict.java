package org.holdfast.selfcheck;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a check came to.
 *
 * @param expected how many records there should be
 * @param files how many committed files there are
 * @param lines how many lines they have
 * @param lost numbers that are nowhere
 * @param duplicated records that were there before
 * @param corrupt lines that are no links, and links that do not fit their chain
 * @param findings a sentence for each of the first few
 */
public record Verdict(
        long expected,
        long files,
        long lines,
        long lost,
        long duplicated,
        long corrupt,
        List<String> findings) {

    public Verdict {
        findings = List.copyOf(findings);
    }

    /** Whether each record is there once, in an unbroken chain. */
    public boolean isExactlyOnce() {
        return lost == 0 && duplicated == 0 && corrupt == 0;
    }

    /** Of this output and another one together. */
    public Verdict plus(Verdict other) {
        List<String> both = new ArrayList<>(findings);
        both.addAll(other.findings);
        return new Verdict(
                expected + other.expected,
                files + other.files,
                lines + other.lines,
                lost + other.lost,
                duplicated + other.duplicated,
                corrupt + other.corrupt,
                both);
    }

    /** For people, in several lines; the last one says it all. */
    public String report() {
        StringBuilder text = new StringBuilder();
        findings.forEach(finding -> text.append(finding).append('\n'));
        return text.append(
                        String.format(
                                Locale.ROOT,
                                "%,d records expected, %,d lines in %,d committed files%n",
                                expected,
                                lines,
                                files))
                .append(this)
                .toString();
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "VERDICT: %s: %,d lost, %,d duplicated, %,d corrupt",
                isExactlyOnce() ? "EXACTLY ONCE" : "BROKEN",
                lost,
                duplicated,
                corrupt);
    }
}
