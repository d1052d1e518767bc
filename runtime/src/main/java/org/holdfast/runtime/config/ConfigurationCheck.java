package org.holdfast.runtime.config;

import java.util.ArrayList;
import java.util.List;

/**
 * What is wrong with a configuration, all of it at once: done once, when a program starts.
 *
 * @param problems why the program must not start; each names key, value and what would be accepted
 * @param warnings keys that have no effect, with the key that may have been meant
 */
public record ConfigurationCheck(List<String> problems, List<String> warnings) {

    public ConfigurationCheck {
        problems = List.copyOf(problems);
        warnings = List.copyOf(warnings);
    }

    /** Checks every value that is set. */
    public static ConfigurationCheck of(Configuration configuration, OptionRegistry options) {
        List<String> problems = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        configuration
                .toMap()
                .forEach(
                        (key, value) ->
                                options.find(key)
                                        .ifPresentOrElse(
                                                option -> parse(option, value, problems),
                                                () -> warnings.add(unknown(key, options))));
        return new ConfigurationCheck(problems, warnings);
    }

    private static void parse(ConfigOption<?> option, String value, List<String> problems) {
        try {
            option.parse(value);
        } catch (InvalidConfigurationException e) {
            problems.add(e.getMessage());
        }
    }

    private static String unknown(String key, OptionRegistry options) {
        String hint =
                Spelling.nearest(key, options.spellings())
                        .map(nearest -> ". Did you mean " + nearest + "?")
                        .orElse(".");
        return "Unknown key " + key + ": it has no effect" + hint;
    }

    /**
     * Does nothing if there is no problem.
     *
     * @throws InvalidConfigurationException with all problems, one a line
     */
    public void requireValid() {
        if (!problems.isEmpty()) {
            throw new InvalidConfigurationException(String.join("\n", problems));
        }
    }
}
