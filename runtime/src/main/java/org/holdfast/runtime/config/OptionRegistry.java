package org.holdfast.runtime.config;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All options there are, by every spelling of their keys. Immutable.
 *
 * <p>A class that declares options is named {@code …Options} and listed in {@link #CLASSES}.
 */
public final class OptionRegistry {

    /** Classes that declare options, in the order of the reference page. */
    static final List<Class<?>> CLASSES =
            List.of(
                    CoreOptions.class,
                    JobManagerOptions.class,
                    TaskManagerOptions.class,
                    NetworkOptions.class,
                    SlotManagerOptions.class,
                    RestartStrategyOptions.class,
                    CheckpointOptions.class,
                    ClusterOptions.class,
                    AkkaOptions.class,
                    HighAvailabilityOptions.class,
                    SecurityOptions.class,
                    JobResultStoreOptions.class,
                    RestOptions.class,
                    EnvironmentOptions.class,
                    YarnOptions.class);

    private final Map<String, ConfigOption<?>> bySpelling;

    private OptionRegistry(Map<String, ConfigOption<?>> bySpelling) {
        this.bySpelling = bySpelling;
    }

    /** The registry of all options. */
    public static OptionRegistry all() {
        return of(CLASSES);
    }

    /**
     * The registry of the options that are constants of {@code classes}.
     *
     * @throws IllegalArgumentException if two options share a spelling
     */
    static OptionRegistry of(List<Class<?>> classes) {
        Map<String, ConfigOption<?>> bySpelling = new LinkedHashMap<>();
        for (Class<?> declaring : classes) {
            for (ConfigOption<?> option : declaredIn(declaring)) {
                List<String> spellings = new ArrayList<>(option.aliases());
                spellings.add(0, option.key());
                for (String spelling : spellings) {
                    if (bySpelling.put(spelling, option) != null) {
                        throw new IllegalArgumentException(
                                "two options are called " + spelling + ", one is in " + declaring);
                    }
                }
            }
        }
        return new OptionRegistry(bySpelling);
    }

    /** The options a class declares, in the order of the source. */
    static List<ConfigOption<?>> declaredIn(Class<?> declaring) {
        return Arrays.stream(declaring.getDeclaredFields())
                .filter(field -> Modifier.isStatic(field.getModifiers()))
                .filter(field -> Modifier.isPublic(field.getModifiers()))
                .filter(field -> ConfigOption.class.isAssignableFrom(field.getType()))
                .<ConfigOption<?>>map(OptionRegistry::valueOf)
                .toList();
    }

    private static ConfigOption<?> valueOf(Field field) {
        try {
            return (ConfigOption<?>) field.get(null);
        } catch (IllegalAccessException e) {
            throw new IllegalArgumentException("option " + field + " is not accessible", e);
        }
    }

    /** The option with this key or alias, if there is one. */
    public Optional<ConfigOption<?>> find(String spelling) {
        return Optional.ofNullable(bySpelling.get(spelling));
    }

    /** All keys and aliases. */
    public Set<String> spellings() {
        return Set.copyOf(bySpelling.keySet());
    }

    /** The option's own key for any of its spellings; other keys as they are. */
    String canonicalKey(String spelling) {
        return find(spelling).map(ConfigOption::key).orElse(spelling);
    }

    /**
     * The same values under the options' own keys.
     *
     * @throws InvalidConfigurationException if two spellings of one option have different values
     */
    Map<String, String> canonical(Map<String, String> values) {
        Map<String, String> canonical = new HashMap<>();
        values.forEach(
                (spelling, value) -> {
                    String before = canonical.put(canonicalKey(spelling), value);
                    if (before != null && !before.equals(value)) {
                        throw new InvalidConfigurationException(
                                canonicalKey(spelling)
                                        + " is set twice, in two spellings: to '"
                                        + before
                                        + "' and to '"
                                        + value
                                        + "'. Remove one.");
                    }
                });
        return canonical;
    }
}
