package org.holdfast.client.cli;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.holdfast.client.deploy.DeployedCluster;

/**
 * The properties file {@code .yarn-properties-<user>} by which {@code holdfast run} finds the
 * session that was started last. Keys {@code applicationID} and {@code dynamicPropertiesString} are
 * Flink's; {@code restUrl} spares the next command the question to YARN, and is only believed when
 * the JobManager there names the same application.
 */
final class SessionFile {

    private static final String APPLICATION_ID = "applicationID";
    private static final String DYNAMIC_PROPERTIES = "dynamicPropertiesString";
    private static final String REST_URL = "restUrl";
    private static final String SEPARATOR = "@@";
    private static final Pattern APPLICATION_FORM = Pattern.compile("application_\\d+_\\d+");

    private final Path path;

    /** The session the file names. */
    record Session(
            String applicationId, Optional<URI> restUrl, Map<String, String> dynamicProperties) {}

    SessionFile(Path directory, String user) {
        this.path = directory.resolve(".yarn-properties-" + user);
    }

    Path path() {
        return path;
    }

    /** Reads the file; empty if there is none. */
    Optional<Session> read() throws CliException {
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(path, StandardCharsets.UTF_8)) {
            properties.load(reader);
            String id = properties.getProperty(APPLICATION_ID, "");
            if (!APPLICATION_FORM.matcher(id).matches()) {
                throw new IllegalArgumentException(APPLICATION_ID + " is '" + id + "'");
            }
            return Optional.of(
                    new Session(
                            id,
                            Optional.ofNullable(properties.getProperty(REST_URL)).map(URI::create),
                            split(properties.getProperty(DYNAMIC_PROPERTIES, ""))));
        } catch (IOException | IllegalArgumentException e) {
            throw new CliException(
                    ExitCode.USAGE,
                    "The session's properties file "
                            + path
                            + " cannot be read ("
                            + e.getMessage()
                            + "). Delete it, or name the session with -yid.",
                    e);
        }
    }

    /** Writes the file, readable by all. */
    void write(DeployedCluster cluster, Map<String, String> dynamicProperties) throws CliException {
        Properties properties = new Properties();
        properties.setProperty(APPLICATION_ID, cluster.applicationId());
        properties.setProperty(REST_URL, cluster.restUrl().toString());
        properties.setProperty(DYNAMIC_PROPERTIES, join(dynamicProperties));
        try {
            Path unfinished =
                    Files.createTempFile(
                            path.toAbsolutePath().getParent(), ".yarn-properties-", ".tmp");
            try (Writer writer = Files.newBufferedWriter(unfinished, StandardCharsets.UTF_8)) {
                properties.store(writer, "The YARN session that was started last");
            }
            Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rw-r--r--"));
            Files.move(
                    unfinished,
                    path,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new CliException(
                    ExitCode.UNEXPECTED,
                    "The session runs, but its properties file "
                            + path
                            + " cannot be written: "
                            + e,
                    e);
        }
    }

    /** Deletes the file if it names this application. */
    void deleteIfNames(String applicationId) throws CliException {
        Optional<Session> session = read();
        if (session.isPresent() && session.get().applicationId().equals(applicationId)) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                throw new CliException(
                        ExitCode.UNEXPECTED,
                        "Delete " + path + " by hand; it cannot be deleted: " + e,
                        e);
            }
        }
    }

    private static String join(Map<String, String> properties) {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(properties)
                .forEach(
                        (key, value) ->
                                text.append(text.isEmpty() ? "" : SEPARATOR)
                                        .append(key)
                                        .append('=')
                                        .append(value));
        return text.toString();
    }

    private static Map<String, String> split(String text) {
        Map<String, String> properties = new TreeMap<>();
        for (String pair : text.isEmpty() ? new String[0] : text.split(SEPARATOR, -1)) {
            int separator = pair.indexOf('=');
            if (separator < 1) {
                throw new IllegalArgumentException(DYNAMIC_PROPERTIES + " has '" + pair + "'");
            }
            properties.put(pair.substring(0, separator), pair.substring(separator + 1));
        }
        return properties;
    }
}
