package org.holdfast.runtime.standalone;

import java.nio.file.Path;
import java.util.List;
import org.holdfast.runtime.config.InvalidConfigurationException;

/**
 * The hosts TaskManagers are started on.
 *
 * @param hosts a host that is there several times gets as many TaskManagers
 */
record Workers(List<String> hosts) {

    /** The file's name, in the configuration directory. */
    static final String FILE_NAME = "workers";

    Workers {
        hosts = List.copyOf(hosts);
    }

    /**
     * Reads the file in a configuration directory. If there is none, one TaskManager is started on
     * this machine; if there is no host in it, none at all.
     *
     * @throws InvalidConfigurationException naming file and line
     */
    static Workers read(Path directory) {
        return HostsFile.read(directory.resolve(FILE_NAME))
                .map(Workers::of)
                .orElseGet(() -> new Workers(List.of("localhost")));
    }

    private static Workers of(HostsFile file) {
        return new Workers(
                file.lines().stream()
                        .map(
                                line -> {
                                    if (!line.text().matches(HostsFile.HOST)) {
                                        throw file.refuse(line, "a host's name or address");
                                    }
                                    return line.text();
                                })
                        .toList());
    }
}
