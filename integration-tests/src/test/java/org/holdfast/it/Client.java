package org.holdfast.it;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.holdfast.localhadoop.LocalHadoop;
import org.holdfast.testjobs.EndlessCount;

/**
 * A user's shell: a home, a working directory, a configuration, and the scripts of the
 * distribution.
 */
final class Client {

    private final Path distribution;
    private final Path directory;
    private final Path configurationDirectory;
    private final LocalHadoop hadoop;
    private final Optional<String> hadoopUser;
    private int started;

    /**
     * Acts as whom the tests run as.
     *
     * @param directory empty; everything the commands write locally goes below it
     */
    Client(Path directory, LocalHadoop hadoop) throws IOException {
        this(directory, hadoop, Optional.empty());
    }

    /** Acts as this user on Hadoop's side; if empty, as whom the tests run as: HDFS's superuser. */
    Client(Path directory, LocalHadoop hadoop, Optional<String> hadoopUser) throws IOException {
        this.distribution = findDistribution();
        this.directory = directory;
        this.hadoop = hadoop;
        this.hadoopUser = hadoopUser;
        this.configurationDirectory = Files.createDirectories(directory.resolve("conf"));
        try (Stream<Path> files = Files.list(distribution.resolve("conf"))) {
            for (Path file : files.toList()) {
                Files.copy(file, configurationDirectory.resolve(file.getFileName()));
            }
        }
        Files.writeString(
                configurationDirectory.resolve("flink-conf.yaml"),
                "\nyarn.properties-file.location: " + directory + "\n",
                StandardOpenOption.APPEND);
    }

    /** The distribution the build made; these tests run in the module that makes it. */
    static Path findDistribution() throws IOException {
        try (Stream<Path> folders = Files.list(Path.of("target"))) {
            return folders.filter(folder -> Files.isDirectory(folder.resolve("lib")))
                    .findFirst()
                    .map(Path::toAbsolutePath)
                    .orElseThrow(
                            () ->
                                    new IllegalStateException(
                                            "target has no distribution: package first"));
        }
    }

    /** The jar of {@code org.holdfast.testjobs}. */
    static String testJobs() {
        try {
            return Path.of(
                            EndlessCount.class
                                    .getProtectionDomain()
                                    .getCodeSource()
                                    .getLocation()
                                    .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The jar of an example. */
    String example(String name) {
        return distribution.resolve("examples").resolve(name + ".jar").toString();
    }

    ClientProcess yarnSession(String... words) throws IOException {
        return start("yarn-session.sh", List.of(words), hadoop.configurationDirectory().toString());
    }

    ClientProcess holdfast(String... words) throws IOException {
        return start("holdfast", List.of(words), hadoop.configurationDirectory().toString());
    }

    /** The same with another Hadoop configuration; an empty text stands for none. */
    ClientProcess holdfastWith(String hadoopConfigurationDirectory, String... words)
            throws IOException {
        return start("holdfast", List.of(words), hadoopConfigurationDirectory);
    }

    private ClientProcess start(
            String script, List<String> words, String hadoopConfigurationDirectory)
            throws IOException {
        Path output = directory.resolve("command-" + ++started + ".out");
        List<String> command =
                new ArrayList<>(List.of(distribution.resolve("bin").resolve(script).toString()));
        command.addAll(words);
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().put("HOME", directory.toString());
        builder.environment().put("HOLDFAST_CONF_DIR", configurationDirectory.toString());
        builder.environment().put("HOLDFAST_LOG_DIR", directory.toString());
        builder.environment().remove("HADOOP_CONF_DIR");
        hadoopUser.ifPresent(user -> builder.environment().put("HADOOP_USER_NAME", user));
        if (!hadoopConfigurationDirectory.isEmpty()) {
            builder.environment().put("HADOOP_CONF_DIR", hadoopConfigurationDirectory);
        }
        File file = output.toFile();
        return new ClientProcess(
                builder.redirectErrorStream(true).redirectOutput(file).start(), output);
    }
}
