package org.holdfast.runtime.config;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the effective configuration: the file, then {@code -D key=value} definitions over it. Keys
 * come out in the spelling of their option, so that an alias in one place is overridden by another
 * spelling in the other.
 */
public final class ConfigurationLoader {

    /** The configuration file's name, in the configuration directory. */
    public static final String FILE_NAME = "flink-conf.yaml";

    private static final long MAX_FILE_BYTES = 1024 * 1024;

    private final OptionRegistry options;

    public ConfigurationLoader(OptionRegistry options) {
        this.options = options;
    }

    /**
     * Reads {@code flink-conf.yaml} in {@code directory}; {@code definitions} win over it.
     *
     * @param definitions each {@code key=value}; {@code key} alone means {@code key=true}; the last
     *     one of a key counts
     * @throws InvalidConfigurationException if the file or a definition cannot be read; values are
     *     not looked at, see {@link ConfigurationCheck}
     */
    public Configuration load(Path directory, List<String> definitions) {
        return loadFile(directory.resolve(FILE_NAME)).withAll(define(definitions));
    }

    private Configuration loadFile(Path file) {
        try {
            if (Files.size(file) > MAX_FILE_BYTES) {
                throw new InvalidConfigurationException(
                        file + " is larger than " + MAX_FILE_BYTES + " bytes");
            }
            Map<String, String> values = FlatYaml.parse(Files.readString(file), file.toString());
            return Configuration.of(options.canonical(values));
        } catch (NoSuchFileException e) {
            throw new InvalidConfigurationException(
                    "There is no "
                            + file
                            + ". Create it (it may be empty) or name another configuration"
                            + " directory.",
                    e);
        } catch (MalformedInputException e) {
            throw new InvalidConfigurationException(file + " is not UTF-8 text", e);
        } catch (IOException e) {
            throw new InvalidConfigurationException(
                    "Could not read " + file + ": " + e.getMessage(), e);
        }
    }

    private Map<String, String> define(List<String> definitions) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String definition : definitions) {
            int equals = definition.indexOf('=');
            String key = (equals < 0 ? definition : definition.substring(0, equals)).trim();
            if (key.isEmpty()) {
                throw new InvalidConfigurationException(
                        "-D '" + definition + "' has no key (expected: -D key=value)");
            }
            String value = equals < 0 ? "true" : definition.substring(equals + 1).trim();
            values.put(options.canonicalKey(key), value);
        }
        return values;
    }
}
