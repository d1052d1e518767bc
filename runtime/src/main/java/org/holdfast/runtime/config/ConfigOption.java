package org.holdfast.runtime.config;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * One configuration key: its type, default, bounds and meaning. Immutable; each {@code with…}
 * method returns a changed copy.
 *
 * @param <T> type of the value
 */
public final class ConfigOption<T> {

    private final String key;
    private final List<String> aliases;
    private final String typeName;
    private final Function<String, T> parser;
    private final Function<T, String> printer;
    private final T defaultValue;
    private final List<Bound<T>> bounds;
    private final String description;

    private record Bound<T>(Predicate<T> accepts, String expected) {}

    private ConfigOption(
            String key,
            List<String> aliases,
            String typeName,
            Function<String, T> parser,
            Function<T, String> printer,
            T defaultValue,
            List<Bound<T>> bounds,
            String description) {
        this.key = requireNonNull(key, "key");
        this.aliases = List.copyOf(aliases);
        this.typeName = typeName;
        this.parser = parser;
        this.printer = printer;
        this.defaultValue = defaultValue;
        this.bounds = List.copyOf(bounds);
        this.description = description;
    }

    private static <T> ConfigOption<T> of(
            String key, String typeName, Function<String, T> parser, Function<T, String> printer) {
        return new ConfigOption<>(key, List.of(), typeName, parser, printer, null, List.of(), "");
    }

    /** A text. */
    public static ConfigOption<String> text(String key) {
        return of(key, "text", Function.identity(), Function.identity());
    }

    /** A whole number. */
    public static ConfigOption<Integer> integer(String key) {
        return of(key, "whole number", ConfigValues::parseInteger, String::valueOf);
    }

    /** A number. */
    public static ConfigOption<Double> number(String key) {
        return of(key, "number", ConfigValues::parseDouble, String::valueOf);
    }

    /** {@code true} or {@code false}. */
    public static ConfigOption<Boolean> bool(String key) {
        return of(key, "true or false", ConfigValues::parseBoolean, String::valueOf);
    }

    /**
     * A duration: {@code 10 s}, {@code 10s}, {@code 500 ms}, {@code 1 min}; a bare number is
     * milliseconds.
     */
    public static ConfigOption<Duration> duration(String key) {
        return of(key, "duration", ConfigValues::parseDuration, ConfigValues::printDuration);
    }

    /** A duration, or {@code -1}, which is negative and means something of its own. */
    public static ConfigOption<Duration> durationOrMinusOne(String key) {
        return of(
                key,
                "duration or -1",
                text ->
                        text.equals("-1")
                                ? Duration.ofMillis(-1)
                                : ConfigValues.parseDuration(text),
                value -> value.isNegative() ? "-1" : ConfigValues.printDuration(value));
    }

    /** An amount of memory: {@code 1g}, {@code 1024 mb}, {@code 64kb}; a bare number is bytes. */
    public static ConfigOption<MemorySize> memory(String key) {
        return of(key, "memory size", MemorySize::parse, MemorySize::toString);
    }

    /** Ports to try: {@code 50010}, {@code 50000-50025}, mixtures; 0 lets the system choose. */
    public static ConfigOption<PortRange> ports(String key) {
        return of(key, "ports like 50010,50020-50025", PortRange::parse, PortRange::toString);
    }

    /** One of the constants of an enum, written in lower case with hyphens. */
    public static <E extends Enum<E>> ConfigOption<E> choice(String key, Class<E> type) {
        List<String> names =
                Arrays.stream(type.getEnumConstants()).map(ConfigValues::printChoice).toList();
        return of(
                key,
                "one of " + String.join(", ", names),
                text -> ConfigValues.parseChoice(text, type),
                ConfigValues::printChoice);
    }

    /** Values separated by {@code ;} or {@code ,}. */
    public static ConfigOption<List<String>> list(String key) {
        return of(key, "list", ConfigValues::parseList, values -> String.join(",", values));
    }

    /** Sets the default. */
    public ConfigOption<T> withDefault(T value) {
        return new ConfigOption<>(
                key, aliases, typeName, parser, printer, value, bounds, description);
    }

    /** Adds other spellings of the key that are accepted. */
    public ConfigOption<T> withAlias(String... keys) {
        List<String> all = new ArrayList<>(aliases);
        all.addAll(List.of(keys));
        return new ConfigOption<>(
                key, all, typeName, parser, printer, defaultValue, bounds, description);
    }

    /** Adds a condition; {@code expected} says it in words, as in "at least 1". */
    public ConfigOption<T> withBound(Predicate<T> accepts, String expected) {
        List<Bound<T>> all = new ArrayList<>(bounds);
        all.add(new Bound<>(accepts, expected));
        return new ConfigOption<>(
                key, aliases, typeName, parser, printer, defaultValue, all, description);
    }

    /** Says what the option does, in a sentence or two, for users. */
    public ConfigOption<T> describedAs(String text) {
        return new ConfigOption<>(
                key, aliases, typeName, parser, printer, defaultValue, bounds, text);
    }

    public String key() {
        return key;
    }

    public List<String> aliases() {
        return aliases;
    }

    public String description() {
        return description;
    }

    /** The default, if there is one. */
    public Optional<T> defaultValue() {
        return Optional.ofNullable(defaultValue);
    }

    /** The type and the bounds in words. */
    public String expected() {
        StringBuilder text = new StringBuilder(typeName);
        bounds.forEach(bound -> text.append(", ").append(bound.expected()));
        return text.toString();
    }

    /** A value as it is written in a configuration file. */
    public String print(T value) {
        return printer.apply(value);
    }

    /**
     * Reads a value.
     *
     * @throws InvalidConfigurationException naming key, value and what would be accepted
     */
    public T parse(String text) {
        T value;
        try {
            value = parser.apply(text.trim());
        } catch (IllegalArgumentException e) {
            throw refuse(text, e);
        }
        for (Bound<T> bound : bounds) {
            if (!bound.accepts().test(value)) {
                throw refuse(text, null);
            }
        }
        return value;
    }

    private InvalidConfigurationException refuse(String text, IllegalArgumentException cause) {
        return new InvalidConfigurationException(
                key + ": '" + text + "' is not valid (expected: " + expected() + ")", cause);
    }

    @Override
    public String toString() {
        return key;
    }
}
