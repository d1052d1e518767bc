package org.holdfast.runtime.process;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.config.ConfigurationCheck;
import org.holdfast.runtime.config.ConfigurationLoader;
import org.holdfast.runtime.config.InvalidConfigurationException;
import org.holdfast.runtime.config.OptionRegistry;
import org.holdfast.runtime.config.Spelling;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a process was started with: {@code --configDir DIR}, its own options, and {@code -D
 * key=value} as often as wanted.
 */
public final class ProcessArguments {

    private static final Logger log = LoggerFactory.getLogger(ProcessArguments.class);
    private static final String CONFIGURATION = "--configDir";

    private final Path directory;
    private final Map<String, String> options;
    private final List<String> definitions;

    private ProcessArguments(
            Path directory, Map<String, String> options, List<String> definitions) {
        this.directory = requireNonNull(directory, "directory");
        this.options = Map.copyOf(options);
        this.definitions = List.copyOf(definitions);
    }

    /**
     * Reads them.
     *
     * @param known the process's own options, such as {@code --host}; each takes a value
     * @throws InvalidConfigurationException if one is not known, or has no value
     */
    public static ProcessArguments parse(List<String> arguments, String... known) {
        Map<String, String> options = new LinkedHashMap<>();
        List<String> definitions = new ArrayList<>();
        List<String> names = new ArrayList<>(List.of(CONFIGURATION));
        names.addAll(List.of(known));
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (argument.startsWith("-D") && argument.length() > 2) {
                definitions.add(argument.substring(2));
            } else if (argument.equals("-D") || names.contains(argument)) {
                i++;
                if (i == arguments.size()) {
                    throw new InvalidConfigurationException(argument + " has no value");
                }
                if (argument.equals("-D")) {
                    definitions.add(arguments.get(i));
                } else {
                    options.put(argument, arguments.get(i));
                }
            } else {
                throw unknown(argument, names);
            }
        }
        String directory = options.remove(CONFIGURATION);
        if (directory == null) {
            throw new InvalidConfigurationException(CONFIGURATION + " is missing");
        }
        return new ProcessArguments(Path.of(directory), options, definitions);
    }

    private static InvalidConfigurationException unknown(String argument, List<String> names) {
        return new InvalidConfigurationException(
                "argument '%s' (expected: %s, -D key=value)%s"
                        .formatted(
                                argument,
                                String.join(", ", names),
                                Spelling.nearest(argument, names)
                                        .map(name -> " Did you mean '" + name + "'?")
                                        .orElse("")));
    }

    /** The value of one of the process's own options. */
    public Optional<String> option(String name) {
        return Optional.ofNullable(options.get(name));
    }

    /**
     * The effective configuration: the file, then {@code -D}. What is suspicious about it is
     * logged.
     *
     * @throws InvalidConfigurationException if it cannot be used
     */
    public Configuration configuration() {
        OptionRegistry registry = OptionRegistry.all();
        Configuration configuration =
                new ConfigurationLoader(registry).load(directory, definitions);
        ConfigurationCheck check = ConfigurationCheck.of(configuration, registry);
        check.warnings().forEach(log::warn);
        check.requireValid();
        return configuration;
    }
}
