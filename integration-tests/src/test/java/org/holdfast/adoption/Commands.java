package org.holdfast.adoption;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The scripts of {@code bin}, as a user calls them. */
final class Commands {

    private static final long SECONDS = 120;

    private final Path scripts;
    private final Path hadoopConfiguration;
    private final Path folder;
    private int called;

    /**
     * @param folder where what they print is kept
     */
    Commands(Path scripts, Path hadoopConfiguration, Path folder) {
        this.scripts = scripts;
        this.hadoopConfiguration = hadoopConfiguration;
        this.folder = folder;
    }

    /**
     * Calls one, and waits for its end.
     *
     * @param wanted of what it prints; its first group is returned
     * @throws IOException if it does not print this; with what it printed
     */
    String call(String wanted, String script, List<String> words)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(scripts.resolve(script).toString()));
        command.addAll(words);
        Path output = folder.resolve("command-" + ++called + ".out");
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
        builder.environment().put("HADOOP_CONF_DIR", hadoopConfiguration.toString());
        Process process = builder.start();
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        String printed = Files.readString(output, StandardCharsets.UTF_8);
        Matcher found = Pattern.compile(wanted).matcher(printed);
        if (!found.find()) {
            throw new IOException(String.join(" ", command) + " printed:\n" + printed);
        }
        return found.group(1);
    }
}
