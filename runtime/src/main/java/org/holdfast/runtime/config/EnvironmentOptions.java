package org.holdfast.runtime.config;

/** What the processes of a cluster are started with. */
public final class EnvironmentOptions {

    /** More JVM options of all of them. */
    public static final ConfigOption<String> JAVA_OPTIONS =
            ConfigOption.text("env.java.opts")
                    .withAlias("env.java.opts.all")
                    .withDefault("")
                    .describedAs(
                            "Options for the JVMs of JobManagers, TaskManagers and bundled"
                                    + " ZooKeeper servers, after our own, separated by spaces.");

    /** More JVM options of a JobManager. */
    public static final ConfigOption<String> JOBMANAGER_JAVA_OPTIONS =
            ConfigOption.text("env.java.opts.jobmanager")
                    .withDefault("")
                    .describedAs("Options for the JobManager's JVM, after env.java.opts.");

    /** More JVM options of a TaskManager. */
    public static final ConfigOption<String> TASKMANAGER_JAVA_OPTIONS =
            ConfigOption.text("env.java.opts.taskmanager")
                    .withDefault("")
                    .describedAs("Options for each TaskManager's JVM, after env.java.opts.");

    /** Heap of a ZooKeeper server. */
    public static final ConfigOption<Integer> ZOOKEEPER_HEAP =
            ConfigOption.integer("zookeeper.heap.mb")
                    .withDefault(256)
                    .withBound(megabytes -> megabytes >= 32, "at least 32")
                    .describedAs("Heap of a bundled ZooKeeper server, in megabytes.");

    /** Where process ids are noted. */
    public static final ConfigOption<String> PID_DIR =
            ConfigOption.text("env.pid.dir")
                    .withDefault("/tmp")
                    .withBound(EnvironmentOptions::isAbsolute, "an absolute path on one line")
                    .describedAs(
                            "Folder in which the scripts of a standalone cluster note the ids of"
                                    + " the processes they start, on each host. The environment's"
                                    + " HOLDFAST_PID_DIR wins.");

    /** Where logs go. */
    public static final ConfigOption<String> LOG_DIR =
            ConfigOption.text("env.log.dir")
                    .withBound(EnvironmentOptions::isAbsolute, "an absolute path on one line")
                    .describedAs(
                            "Folder for the logs of a standalone cluster's processes; log in the"
                                    + " distribution if unset. The environment's HOLDFAST_LOG_DIR"
                                    + " wins.");

    /** Options of ssh. */
    public static final ConfigOption<String> SSH_OPTIONS =
            ConfigOption.text("env.ssh.opts")
                    .withDefault("")
                    .describedAs(
                            "Options of the ssh with which the scripts of a standalone cluster"
                                    + " reach other hosts, separated by spaces.");

    private EnvironmentOptions() {}

    private static boolean isAbsolute(String path) {
        return path.startsWith("/") && path.lines().count() == 1;
    }
}
