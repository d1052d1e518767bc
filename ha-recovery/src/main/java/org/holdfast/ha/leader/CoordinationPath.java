package org.holdfast.ha.leader;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where a value is, below the cluster's root.
 *
 * @param text segments of letters, digits, {@code .}, {@code _} and {@code -}, separated by {@code
 *     /}; no segment starts with {@code .}, and the first is none of the names the store keeps for
 *     itself: {@code epoch}, {@code leader} and {@code attempts}
 */
public record CoordinationPath(String text) {

    private static final Pattern FORM =
            Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*");

    private static final int MAX_LENGTH = 512;

    private static final Set<String> RESERVED = Set.of("epoch", "leader", "attempts");

    public CoordinationPath {
        if (text.length() > MAX_LENGTH || !FORM.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "coordination path: '"
                            + text
                            + "' (expected: letters, digits, '.', '_', '-', separated by '/', no"
                            + " segment starting with '.', at most "
                            + MAX_LENGTH
                            + " characters)");
        }
        if (RESERVED.contains(text.split("/", 2)[0])) {
            throw new IllegalArgumentException(
                    "coordination path: '"
                            + text
                            + "' (expected: not below "
                            + RESERVED.stream().sorted().toList()
                            + ", which the store keeps for itself)");
        }
    }

    /** The path one segment below this one. */
    public CoordinationPath child(String segment) {
        return new CoordinationPath(text + "/" + segment);
    }

    @Override
    public String toString() {
        return text;
    }
}
