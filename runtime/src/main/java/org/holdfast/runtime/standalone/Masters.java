package org.holdfast.runtime.standalone;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.holdfast.runtime.config.InvalidConfigurationException;

/**
 * The hosts JobManagers are started on, and their web ports.
 *
 * @param all at least one; a host may be there several times with different ports
 */
record Masters(List<Master> all) {

    /** The file's name, in the configuration directory. */
    static final String FILE_NAME = "masters";

    private static final Pattern FORM = Pattern.compile("(" + HostsFile.HOST + ")(?::(\\d{1,5}))?");
    private static final String EXPECTED = "host:port or host, with a port of 0 to 65535";
    private static final int MAX_PORT = 65535;

    /**
     * One of them.
     *
     * @param webPort 0 is any free one; none: the configured one
     */
    record Master(String host, OptionalInt webPort) {

        /** As the file has it. */
        @Override
        public String toString() {
            return webPort.isPresent() ? host + ":" + webPort.getAsInt() : host;
        }
    }

    Masters {
        all = List.copyOf(all);
        if (all.isEmpty()) {
            throw new IllegalArgumentException("no master");
        }
    }

    /**
     * Reads the file in a configuration directory. If there is none, or no host in it, one
     * JobManager is started on this machine, with the configured port.
     *
     * @throws InvalidConfigurationException naming file and line
     */
    static Masters read(Path directory) {
        return HostsFile.read(directory.resolve(FILE_NAME))
                .filter(file -> !file.lines().isEmpty())
                .map(Masters::of)
                .orElseGet(
                        () -> new Masters(List.of(new Master("localhost", OptionalInt.empty()))));
    }

    private static Masters of(HostsFile file) {
        Map<String, HostsFile.Line> seen = new HashMap<>();
        return new Masters(
                file.lines().stream()
                        .map(
                                line -> {
                                    Master master = parse(file, line);
                                    requireOwnPort(file, line, master, seen);
                                    return master;
                                })
                        .toList());
    }

    private static Master parse(HostsFile file, HostsFile.Line line) {
        Matcher matcher = FORM.matcher(line.text());
        if (!matcher.matches()) {
            throw file.refuse(line, EXPECTED);
        }
        if (matcher.group(2) == null) {
            return new Master(matcher.group(1), OptionalInt.empty());
        }
        int port = Integer.parseInt(matcher.group(2));
        if (port > MAX_PORT) {
            throw file.refuse(line, EXPECTED);
        }
        return new Master(matcher.group(1), OptionalInt.of(port));
    }

    /** The second of two with the same port could not start. */
    private static void requireOwnPort(
            HostsFile file, HostsFile.Line line, Master master, Map<String, HostsFile.Line> seen) {
        if (master.webPort().equals(OptionalInt.of(0))) {
            return;
        }
        String host = HostsFile.isLoopback(master.host()) ? "localhost" : master.host();
        HostsFile.Line before =
                seen.putIfAbsent(new Master(host, master.webPort()).toString(), line);
        if (before != null) {
            throw file.refuse(
                    line,
                    "a web port that no other JobManager of the host has; line "
                            + before.number()
                            + " is '"
                            + before.text()
                            + "'");
        }
    }
}
