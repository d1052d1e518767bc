package org.holdfast.ha.zookeeper.server;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.Set;

/**
 * What one server runs with: its file, and what that leaves out.
 *
 * @param server its own line
 * @param isQuorum whether there are others
 * @param properties as ZooKeeper reads them
 */
record PeerSettings(
        ServerLine server, boolean isQuorum, Path dataDirectory, Properties properties) {

    static final String DATA_DIR = "dataDir";
    static final String SECURE_PORT = "secureClientPort";
    static final String LOG_DIR = "dataLogDir";

    /**
     * ZooKeeper ends sessions at the end of the tick in which they time out, and a quorum's leader
     * hears of the sessions of other servers twice a tick. With ticks this short a dead JobManager
     * is noticed within its session timeout and a second; ZooKeeper's own 2 s would add up to 3 s.
     */
    private static final int TICK_MILLIS = 500;

    // as ZooKeeper's own examples have it, 10 and 5 ticks of 2 s, whatever the tick is
    private static final Duration INIT_LIMIT = Duration.ofSeconds(20);
    private static final Duration SYNC_LIMIT = Duration.ofSeconds(10);

    /**
     * What clients ask for counts; ZooKeeper's twenty ticks would cut a session of 60 s to 10 s.
     */
    private static final Duration LONGEST_SESSION = Duration.ofMinutes(10);

    private static final int PURGE_HOURS = 1;
    private static final int RETAINED_SNAPSHOTS = 3;

    /** Both would make another file than zoo.cfg say who the servers are. */
    private static final List<String> UNSUPPORTED = List.of("dynamicConfigFile", "reconfigEnabled");

    /**
     * Fills in what the file leaves out.
     *
     * @param dataDirectories below which each server has its own unless the file says otherwise
     * @throws InvalidZooCfgException if something cannot be used as it is
     */
    static PeerSettings of(ZooCfg cfg, ServerLines servers, int id, Path dataDirectories)
            throws InvalidZooCfgException {
        ServerLine server = servers.server(id);
        for (String key : UNSUPPORTED) {
            Optional<ZooCfg.Entry> entry = cfg.find(key);
            if (entry.isPresent() && !entry.get().value().equalsIgnoreCase("false")) {
                throw cfg.refuse(
                        List.of(entry.get()),
                        key
                                + " is not for the bundled ZooKeeper, whose servers are those of"
                                + " this file. Remove it, or run a ZooKeeper of your own.");
            }
        }
        Properties properties = new Properties();
        cfg.entries().stream()
                .filter(entry -> !ServerLine.is(entry))
                .forEach(entry -> properties.setProperty(entry.key(), entry.value()));
        if (servers.isQuorum()) {
            servers.all().forEach(line -> properties.setProperty(line.name(), line.value()));
        } // else ZooKeeper would log an error, that one server is no quorum
        Path directory = directory(cfg, DATA_DIR).orElse(dataDirectories.resolve("" + id));
        directory(cfg, LOG_DIR); // only checked
        properties.setProperty(DATA_DIR, directory.toString());
        fillTimes(cfg, properties);
        fillPorts(servers, server, properties);
        fill(properties, "autopurge.purgeInterval", PURGE_HOURS);
        fill(properties, "autopurge.snapRetainCount", RETAINED_SNAPSHOTS);
        // its port, 8080, is everybody's
        fill(properties, "admin.enableServer", false);
        return new PeerSettings(server, servers.isQuorum(), directory, properties);
    }

    private static Optional<Path> directory(ZooCfg cfg, String key) throws InvalidZooCfgException {
        Optional<ZooCfg.Entry> entry = cfg.find(key);
        if (entry.isEmpty()) {
            return Optional.empty();
        }
        Path directory = Path.of(entry.get().value());
        if (!directory.isAbsolute()) {
            throw cfg.refuse(
                    List.of(entry.get()),
                    "%s is '%s' (expected: an absolute path, so that a restart from elsewhere finds it)."
                            .formatted(key, directory));
        }
        return Optional.of(directory);
    }

    private static void fillTimes(ZooCfg cfg, Properties properties) throws InvalidZooCfgException {
        int tick = cfg.number("tickTime", 1, Integer.MAX_VALUE).orElse(TICK_MILLIS);
        fill(properties, "tickTime", tick);
        fill(properties, "initLimit", ticks(INIT_LIMIT, tick));
        fill(properties, "syncLimit", ticks(SYNC_LIMIT, tick));
        fill(properties, "maxSessionTimeout", LONGEST_SESSION.toMillis());
        for (String key : List.of("initLimit", "syncLimit", "maxSessionTimeout")) {
            cfg.number(key, 1, Integer.MAX_VALUE);
        }
    }

    private static long ticks(Duration time, int tickMillis) {
        return Math.max(1, (time.toMillis() + tickMillis - 1) / tickMillis);
    }

    private static void fillPorts(ServerLines servers, ServerLine server, Properties properties)
            throws InvalidZooCfgException {
        OptionalInt clientPort = servers.clientPort(server);
        if (server.clientPort().isPresent()) {
            properties.remove("clientPortAddress");
            server.clientHost().ifPresent(host -> fill(properties, "clientPortAddress", host));
        }
        if (servers.isQuorum() && server.clientPort().isPresent()) {
            // ZooKeeper takes both from the server's line, and no other beside them
            properties.remove("clientPort");
            properties.remove("clientPortAddress");
        } else if (clientPort.isPresent()) {
            properties.setProperty("clientPort", Integer.toString(clientPort.getAsInt()));
        }
        if (properties.containsKey(SECURE_PORT)) {
            // the default one has no TLS
            fill(
                    properties,
                    "serverCnxnFactory",
                    "org.apache.zookeeper.server.NettyServerCnxnFactory");
        }
    }

    /** The ports at which it takes clients: without and with TLS. */
    List<Integer> clientPorts() {
        Set<Integer> ports = new LinkedHashSet<>();
        server.clientPort().ifPresent(ports::add);
        for (String key : List.of("clientPort", SECURE_PORT)) {
            Optional.ofNullable(properties.getProperty(key))
                    .ifPresent(port -> ports.add(Integer.valueOf(port)));
        }
        return List.copyOf(ports);
    }

    private static void fill(Properties properties, String key, Object value) {
        properties.putIfAbsent(key, value.toString());
    }
}
