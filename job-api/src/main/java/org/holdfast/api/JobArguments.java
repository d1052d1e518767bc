package org.holdfast.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A job's arguments: {@code --name value} pairs. Remembers which were asked for, so that the client
 * can refuse one that the job does not know. Not thread-safe.
 */
public final class JobArguments {

    private final Map<String, String> values;
    private final Set<String> asked = new TreeSet<>();

    private JobArguments(Map<String, String> values) {
        this.values = values;
    }

    /**
     * Reads {@code --name value --name value ...}.
     *
     * @throws InvalidJobException if a name has no value, a value no name, or a name is given twice
     */
    public static JobArguments parse(List<String> arguments) {
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < arguments.size(); i += 2) {
            String argument = arguments.get(i);
            if (!argument.startsWith("--") || argument.length() == 2) {
                throw new InvalidJobException(
                        "Job argument '"
                                + argument
                                + "' is not a name (expected: --name value --name value ...).");
            }
            if (i + 1 == arguments.size()) {
                throw new InvalidJobException(
                        "Job argument '" + argument + "' has no value. Give one after it.");
            }
            if (values.put(argument.substring(2), arguments.get(i + 1)) != null) {
                throw new InvalidJobException(
                        "Job argument '" + argument + "' is given twice. Give it once.");
            }
        }
        return new JobArguments(values);
    }

    /** The value of {@code --name}, which must be given. */
    public String required(String name) {
        return optional(name)
                .orElseThrow(
                        () ->
                                new InvalidJobException(
                                        "Job argument '--"
                                                + name
                                                + "' is missing. Give --"
                                                + name
                                                + " VALUE."));
    }

    /** The value of {@code --name}, or {@code fallback}. */
    public String get(String name, String fallback) {
        return optional(name).orElse(fallback);
    }

    /** The value of {@code --name}, if given. */
    public Optional<String> optional(String name) {
        asked.add(name);
        return Optional.ofNullable(values.get(name));
    }

    /** The value of {@code --name} as a whole number, or {@code fallback}. */
    public long getLong(String name, long fallback) {
        Optional<String> value = optional(name);
        try {
            return value.isPresent() ? Long.parseLong(value.get()) : fallback;
        } catch (NumberFormatException e) {
            throw new InvalidJobException(
                    "Job argument '--" + name + "': '" + value.get() + "' is not a whole number.",
                    e);
        }
    }

    /** The names the job has asked for so far. */
    public Set<String> asked() {
        return Set.copyOf(asked);
    }

    /** The names that were given but not asked for so far, in the order given. */
    public List<String> unread() {
        List<String> unread = new ArrayList<>(values.keySet());
        unread.removeAll(asked);
        return unread;
    }
}
