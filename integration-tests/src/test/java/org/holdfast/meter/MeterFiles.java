package org.holdfast.meter;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of the files in a meter's folder. */
final class MeterFiles {

    /** The highest count of each key. */
    static final String SEEN = "seen-counts";

    private static final Pattern FORM = Pattern.compile("meter-(\\d+)-(\\d+)-\\d+-\\d+");

    private MeterFiles() {}

    /** Whose file it is. */
    record Owner(int subtask, int attempt) {}

    /** No two attempts have the same, whatever they call themselves. */
    static String name(int subtask, int attempt, long pid, long nanos) {
        return "meter-%d-%d-%d-%d".formatted(subtask, attempt, pid, nanos);
    }

    static Optional<Owner> owner(String name) {
        Matcher form = FORM.matcher(name);
        return form.matches()
                ? Optional.of(
                        new Owner(Integer.parseInt(form.group(1)), Integer.parseInt(form.group(2))))
                : Optional.empty();
    }
}
