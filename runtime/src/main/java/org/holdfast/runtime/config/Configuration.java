package org.holdfast.runtime.config;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Keys and their values, as written. Immutable. */
public final class Configuration {

    private final SortedMap<String, String> values;

    private Configuration(Map<String, String> values) {
        this.values = new TreeMap<>(values);
    }

    /** A configuration without any value. */
    public static Configuration empty() {
        return new Configuration(Map.of());
    }

    /** A configuration of the given values. */
    public static Configuration of(Map<String, String> values) {
        return new Configuration(values);
    }

    /** A copy in which {@code option} has {@code value}. */
    public <T> Configuration with(ConfigOption<T> option, T value) {
        return withAll(Map.of(option.key(), option.print(value)));
    }

    /** A copy in which {@code overrides} win. */
    public Configuration withAll(Map<String, String> overrides) {
        Map<String, String> merged = new TreeMap<>(values);
        merged.putAll(overrides);
        return new Configuration(merged);
    }

    /**
     * The option's value, or its default.
     *
     * @throws InvalidConfigurationException if the value cannot be used, or there is neither value
     *     nor default
     */
    public <T> T get(ConfigOption<T> option) {
        return find(option)
                .or(option::defaultValue)
                .orElseThrow(
                        () ->
                                new InvalidConfigurationException(
                                        option.key()
                                                + " is not set (expected: "
                                                + option.expected()
                                                + ")"));
    }

    /** The option's value if it is set; its default does not count. */
    public <T> Optional<T> find(ConfigOption<T> option) {
        String value = values.get(option.key());
        for (int i = 0; value == null && i < option.aliases().size(); i++) {
            value = values.get(option.aliases().get(i));
        }
        return Optional.ofNullable(value).map(option::parse);
    }

    /** All values as written, sorted by key. */
    public SortedMap<String, String> toMap() {
        return new TreeMap<>(values);
    }
}
