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
    private final List<String> options;
    private final List<String> arguments = new ArrayList<>();

    private JavaCommand(String process, String mainClass, List<String> options) {
        this.process = requireNonNull(process, "process");
        this.mainClass = requireNonNull(mainClass, "mainClass");
        this.options = List.copyOf(options);
    }

    /**
     * An ApplicationMaster.
     *
     * @param options for its JVM
     */
    public static JavaCommand jobManager(String mainClass, List<String> options) {
        return new JavaCommand("jobmanager", mainClass, options);
    }

    /**
     * A TaskManager.
     *
     * @param options for its JVM
     */
    public static JavaCommand taskManager(String mainClass, List<String> options) {
        return new JavaCommand("taskmanager", mainClass, options);
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
