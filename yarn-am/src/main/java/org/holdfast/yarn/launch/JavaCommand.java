package org.holdfast.yarn.launch;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;

/**
 * The command that starts a JVM in a container. Output goes to {@code <process>.out} and {@code
 * .err}, the log to {@code .log}, all in the container's log directory.
 */
public final class JavaCommand {

    private final String process;
    private final String mainClass;
    private final List<String> options = new ArrayList<>();
    private final List<String> arguments = new ArrayList<>();

    private JavaCommand(String process, String mainClass) {
        this.process = requireNonNull(process, "process");
        this.mainClass = requireNonNull(mainClass, "mainClass");
    }

    /**
     * An ApplicationMaster. It coordinates and moves little data: a quick start and a small
     * footprint count, so it does without the optimizing compiler and with the serial collector.
     */
    public static JavaCommand jobManager(String mainClass, ProcessMemory memory) {
        return new JavaCommand("jobmanager", mainClass)
                .memory(memory)
                .options("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
                .options("-XX:+ExitOnOutOfMemoryError");
    }

    /**
     * A TaskManager. Its throughput counts, so it gets the optimizing compiler; the heap starts
     * small and grows with what is put into it.
     */
    public static JavaCommand taskManager(String mainClass, ProcessMemory memory) {
        return new JavaCommand("taskmanager", mainClass)
                .memory(memory)
                .options("-XX:+UseParallelGC", "-XX:MinHeapFreeRatio=20");
    }

    private JavaCommand memory(ProcessMemory memory) {
        return options(
                "-Xms32m",
                "-Xmx" + memory.heap().toMebiBytes() + "m",
                "-XX:MaxDirectMemorySize=" + memory.direct().toMebiBytes() + "m",
                "-XX:MaxMetaspaceSize=" + memory.metaspace().toMebiBytes() + "m");
    }

    /** Adds JVM options. */
    public JavaCommand options(String... more) {
        options.addAll(List.of(more));
        return this;
    }

    /** Adds JVM options as a user wrote them, separated by spaces. */
    public JavaCommand userOptions(String text) {
        if (!text.isBlank()) {
            options.addAll(List.of(text.trim().split("\\s+")));
        }
        return this;
    }

    /** Adds program arguments. */
    public JavaCommand arguments(String... more) {
        arguments.addAll(List.of(more));
        return this;
    }

    /**
     * The command for a shell. It replaces the shell, so that signals reach the JVM itself.
     *
     * @param classPath entries relative to the working directory
     */
    public String toShell(List<String> classPath) {
        List<String> words = new ArrayList<>();
        words.add("exec");
        words.add("{{JAVA_HOME}}/bin/java");
        options.forEach(option -> words.add(quote(option)));
        // the application's own folder on the node, shared by its containers there
        words.add("-XX:SharedArchiveFile=${LOCAL_DIRS%%,*}/holdfast-" + process + ".jsa");
        // containers have no locale, and what Java makes of that is not UTF-8
        words.add("-Dfile.encoding=UTF-8");
        // the NodeManager makes this folder and removes it with the container, however that ends
        words.add("-Djava.io.tmpdir=./tmp");
        words.add("-Dlog.file=<LOG_DIR>/" + process + ".log");
        words.add(
                "-Dlog4j2.configurationFile="
                        + ContainerLayout.CONF
                        + "/"
                        + ContainerLayout.LOGGING_FILE);
        words.add("-cp");
        words.add(quote(String.join(":", classPath)));
        words.add(mainClass);
        arguments.forEach(argument -> words.add(quote(argument)));
        words.add("1> <LOG_DIR>/" + process + ".out");
        words.add("2> <LOG_DIR>/" + process + ".err");
        return String.join(" ", words);
    }

    /**
     * The shell that runs the command is itself given it in double quotes, in which single quotes
     * do not keep {@code $} and backquotes from being read; those are escaped.
     */
    private static String quote(String word) {
        if (word.matches("[A-Za-z0-9_./:=,@%+-]+")) {
            return word;
        }
        return "'"
                + word.replace("'", "'\\''")
                        .replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("$", "\\$")
                        .replace("`", "\\`")
                + "'";
    }
}
