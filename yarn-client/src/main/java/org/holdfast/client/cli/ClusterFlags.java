package org.holdfast.client.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.cli.CommandLine;

/**
 * The options that describe a cluster, and the configuration keys they stand for. {@code
 * yarn-session.sh} has them under their own names, {@code holdfast} with a {@code y} before the
 * name.
 */
final class ClusterFlags {

    private record Entry(
            String shortName, String longName, String valueName, String key, String description) {}

    private static final Entry[] ENTRIES = {
        new Entry(
                "at", "applicationType", "TYPE", "yarn.application.type", "YARN application type"),
        new Entry(
                "id",
                "applicationId",
                "ID",
                "yarn.application.id",
                "attach to this running session"),
        new Entry(
                "j",
                "jar",
                "PATH",
                "yarn.flink-dist-jar",
                "folder of jars to run the cluster with (default: this distribution's lib)"),
        new Entry(
                "jm",
                "jobManagerMemory",
                "SIZE",
                "jobmanager.memory.process.size",
                "memory of the JobManager's container; unit optional, MB by default"),
        new Entry(
                "nl",
                "nodeLabel",
                "LABEL",
                "yarn.application.node-label",
                "YARN node label to run on"),
        new Entry("nm", "name", "NAME", "yarn.application.name", "name of the YARN application"),
        new Entry("qu", "queue", "QUEUE", "yarn.application.queue", "YARN queue"),
        new Entry("s", "slots", "NUMBER", "taskmanager.numberOfTaskSlots", "slots per TaskManager"),
        new Entry(
                "t",
                "ship",
                "PATH",
                "yarn.ship-files",
                "files or folders to ship to the containers"),
        new Entry(
                "tm",
                "taskManagerMemory",
                "SIZE",
                "taskmanager.memory.process.size",
                "memory of a TaskManager's container; unit optional, MB by default"),
    };

    private ClusterFlags() {}

    /**
     * Adds them all.
     *
     * @param prefix put before short and long names: empty, or {@code y} and {@code yarn}
     */
    static CommandOptions addTo(CommandOptions options, String prefix) {
        for (Entry entry : ENTRIES) {
            options.value(
                    prefix + entry.shortName(),
                    longName(prefix, entry),
                    entry.valueName(),
                    entry.description());
        }
        return options;
    }

    /** The configuration that was asked for with them. */
    static Map<String, String> toConfiguration(CommandLine line, String prefix) {
        Map<String, String> configuration = new LinkedHashMap<>();
        for (Entry entry : ENTRIES) {
            String value = line.getOptionValue(prefix + entry.shortName());
            if (value != null) {
                boolean memory = entry.valueName().equals("SIZE");
                configuration.put(
                        entry.key(), memory && value.matches("\\d+") ? value + "m" : value);
            }
        }
        return configuration;
    }

    private static String longName(String prefix, Entry entry) {
        return prefix.isEmpty() ? entry.longName() : "yarn" + entry.longName();
    }
}
