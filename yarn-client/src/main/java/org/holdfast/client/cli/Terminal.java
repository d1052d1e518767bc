package org.holdfast.client.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a command has around it.
 *
 * @param in what the user types
 * @param out lines for the user
 * @param err error lines
 * @param interactive whether a person watches {@code out}
 * @param configurationDirectory where {@code flink-conf.yaml} is
 * @param user name of the user, for the session's properties file
 */
record Terminal(
        InputStream in,
        PrintStream out,
        PrintStream err,
        boolean interactive,
        Path configurationDirectory,
        String user) {

    private static final int LONGEST_LINE = 100;

    /** The process's own. {@code HOLDFAST_CONF_DIR} is set by the scripts in {@code bin}. */
    static Terminal ofProcess() {
        String directory = System.getenv("HOLDFAST_CONF_DIR");
        return new Terminal(
                System.in,
                System.out,
                System.err,
                System.console() != null
                        && System.getenv("TERM") != null
                        && !"dumb".equals(System.getenv("TERM")),
                Path.of(directory == null ? "conf" : directory),
                System.getProperty("user.name"));
    }

    /** What the user types next; empty if there is nobody to type, or no more to come. */
    Optional<String> readLine() {
        try {
            StringBuilder line = new StringBuilder();
            int next = in.read();
            while (next >= 0 && next != '\n' && line.length() < LONGEST_LINE) {
                line.append((char) next);
                next = in.read();
            }
            return next < 0 && line.isEmpty() ? Optional.empty() : Optional.of(line.toString());
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
