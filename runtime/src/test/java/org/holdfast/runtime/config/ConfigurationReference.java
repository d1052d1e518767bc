package org.holdfast.runtime.config;

import java.util.stream.Collectors;

/** The reference page of all options. */
final class ConfigurationReference {

    private ConfigurationReference() {}

    /**
     * Writes the page.
     *
     * @param command that writes it into the file
     */
    static String page(String command) {
        StringBuilder page =
                new StringBuilder(
                        """
                        # Configuration

                        Holdfast reads `conf/flink-conf.yaml`: `key: value` lines, or nested YAML. `-D key=value` on the command line
                        overrides it, and a command's own options override both. A value that cannot be used stops the program at start;
                        a key nobody knows gives a warning.

                        Durations are written `500 ms`, `10 s`, `1 min`, `2 h` (a bare number is milliseconds), sizes `64kb`, `512m`, `1g`
                        (a bare number is bytes).

                        """);
        for (Class<?> declaring : OptionRegistry.CLASSES) {
            page.append("## ").append(title(declaring)).append("\n\n");
            page.append("| key | default | value | meaning |\n|---|---|---|---|\n");
            OptionRegistry.declaredIn(declaring).forEach(option -> page.append(row(option)));
            page.append("\n");
        }
        return page.append("This page is written by `%s`.\n".formatted(command)).toString();
    }

    private static String title(Class<?> declaring) {
        String name = declaring.getSimpleName();
        return name.substring(0, name.length() - "Options".length())
                .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
                .replace("Task Manager", "TaskManager")
                .replace("Job Manager", "JobManager")
                .replace("Slot Manager", "SlotManager");
    }

    private static <T> String row(ConfigOption<T> option) {
        String aliases =
                option.aliases().stream()
                        .map(alias -> "`" + alias + "`")
                        .collect(Collectors.joining(", "));
        return "| `%s`%s | %s | %s | %s |\n"
                .formatted(
                        option.key(),
                        aliases.isEmpty() ? "" : " (also " + aliases + ")",
                        option.defaultValue()
                                .map(value -> "`" + option.print(value) + "`")
                                .orElse("none"),
                        escape(option.expected()),
                        escape(option.description()));
    }

    private static String escape(String text) {
        return text.replace("|", "\\|").replace("<", "&lt;");
    }
}
