package org.holdfast.client.cli;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;
import org.holdfast.runtime.config.Spelling;

/**
 * The options of one command. An unknown option is an error that names it and the nearest known
 * one; an option of Flink's that has no function here is refused with the reason.
 */
final class CommandOptions {

    private final Options options = new Options();
    private final Set<String> propertyOptions = new HashSet<>();
    private final Map<String, String> refused = new TreeMap<>();

    /** Adds an option without a value. */
    CommandOptions flag(String shortName, String longName, String description) {
        options.addOption(Option.builder(shortName).longOpt(longName).desc(description).get());
        return this;
    }

    /** Adds an option with a value. */
    CommandOptions value(String shortName, String longName, String valueName, String description) {
        options.addOption(
                Option.builder(shortName)
                        .longOpt(longName)
                        .hasArg()
                        .argName(valueName)
                        .desc(description)
                        .get());
        return this;
    }

    /** Adds {@code -D key=value}, under any short name; may be given many times. */
    CommandOptions properties(String shortName, String description) {
        options.addOption(
                Option.builder(shortName)
                        .hasArgs()
                        .numberOfArgs(1)
                        .argName("key=value")
                        .desc(description)
                        .get());
        propertyOptions.add(shortName);
        return this;
    }

    /** Names options that are known from Flink but have no function here. */
    CommandOptions refuse(String reason, String... names) {
        for (String name : names) {
            refused.put(name, reason);
        }
        return this;
    }

    /** All options, for help. */
    Options all() {
        return options;
    }

    /**
     * Reads a command line.
     *
     * @param argumentsFollow whether everything from the first word on that is no option belongs to
     *     the job
     */
    CommandLine parse(List<String> words, boolean argumentsFollow) throws CliException {
        List<String> checked = check(words, argumentsFollow);
        try {
            return new DefaultParser(false)
                    .parse(options, checked.toArray(new String[0]), argumentsFollow);
        } catch (ParseException e) {
            throw new CliException(ExitCode.USAGE, e.getMessage() + ". See --help.", e);
        }
    }

    /**
     * Commons CLI reads {@code -pyfs} as {@code -p yfs} and, when it stops at arguments, takes an
     * unknown option for the first of them. So options are checked before it sees them, and {@code
     * -Dkey=value} is taken apart.
     */
    private List<String> check(List<String> words, boolean argumentsFollow) throws CliException {
        List<String> checked = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (!word.startsWith("-") || word.equals("-")) {
                if (argumentsFollow) {
                    checked.addAll(words.subList(i, words.size()));
                    return checked;
                }
                checked.add(word);
                continue;
            }
            String property = propertyOptionOf(word);
            if (property != null && word.length() > property.length() + 1) {
                checked.add("-" + property);
                checked.add(word.substring(property.length() + 1));
                continue;
            }
            Option option = options.getOption(bareName(word));
            if (option == null) {
                throw new CliException(ExitCode.USAGE, unknown(word));
            }
            checked.add(word);
            if (option.hasArg() && !word.contains("=")) {
                if (++i == words.size()) {
                    throw new CliException(
                            ExitCode.USAGE, "Option '" + word + "' needs a value. See --help.");
                }
                checked.add(words.get(i));
            }
        }
        return checked;
    }

    private String propertyOptionOf(String word) {
        return propertyOptions.stream()
                .filter(
                        name ->
                                word.startsWith("-" + name) && !options.hasOption(bareName(word))
                                        || word.equals("-" + name))
                .findFirst()
                .orElse(null);
    }

    private String unknown(String word) {
        String reason = refused.get(bareName(word));
        if (reason != null) {
            return "Option '" + word + "' is not available: " + reason;
        }
        List<String> names = new ArrayList<>();
        for (Option known : options.getOptions()) {
            names.add("-" + known.getOpt());
            if (known.getLongOpt() != null) {
                names.add("--" + known.getLongOpt());
            }
        }
        return "Unknown option '"
                + word
                + "'."
                + Spelling.nearest(word, names)
                        .map(name -> " Did you mean '" + name + "'?")
                        .orElse("")
                + " See --help.";
    }

    private static String bareName(String word) {
        String name = word.substring(word.startsWith("--") ? 2 : 1);
        int value = name.indexOf('=');
        return value < 0 ? name : name.substring(0, value);
    }

    /** The values given as {@code -D key=value}. */
    static Map<String, String> properties(CommandLine line, String shortName) throws CliException {
        Map<String, String> values = new TreeMap<>();
        String[] pairs =
                line.hasOption(shortName) ? line.getOptionValues(shortName) : new String[0];
        for (String pair : pairs) {
            int separator = pair.indexOf('=');
            if (separator < 1) {
                throw new CliException(
                        ExitCode.USAGE,
                        "-" + shortName + " '" + pair + "' is not of the form key=value.");
            }
            values.put(pair.substring(0, separator).trim(), pair.substring(separator + 1).trim());
        }
        return values;
    }
}
