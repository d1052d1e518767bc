package org.holdfast.ha.zookeeper.server;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;

/**
 * All servers of a file, which fit together: no id twice, and those of one machine do not get in
 * each other's way. Immutable.
 */
final class ServerLines {

    private static final int CLIENT_PORT = 2181;
    private static final int HIGHEST_PORT = 65535;

    private final ZooCfg cfg;
    private final List<ServerLine> servers;
    private final Predicate<String> isThisMachine;

    private ServerLines(ZooCfg cfg, List<ServerLine> servers, Predicate<String> isThisMachine) {
        this.cfg = cfg;
        this.servers = servers;
        this.isThisMachine = isThisMachine;
    }

    /**
     * Reads and checks the server lines of a file.
     *
     * @param isThisMachine whether a host's name or address is the machine this runs on
     * @throws InvalidZooCfgException if there is none, or they do not fit together
     */
    static ServerLines of(ZooCfg cfg, Predicate<String> isThisMachine)
            throws InvalidZooCfgException {
        List<ServerLine> servers = new ArrayList<>();
        for (ZooCfg.Entry entry : cfg.entries()) {
            if (ServerLine.is(entry)) {
                servers.add(ServerLine.parse(cfg, entry));
            }
        }
        if (servers.isEmpty()) {
            throw cfg.refuse(
                    "names no server. Add a line for each, such as server.1=localhost:2888:3888.");
        }
        servers.sort(Comparator.comparingInt(ServerLine::line));
        ServerLines all = new ServerLines(cfg, servers, isThisMachine);
        all.requireEachIdOnce();
        all.requireVotes();
        all.requireOwnPorts();
        all.requireOwnDirectories();
        return all;
    }

    private void requireEachIdOnce() throws InvalidZooCfgException {
        Map<Integer, ServerLine> seen = new HashMap<>();
        for (ServerLine server : servers) {
            ServerLine before = seen.put(server.id(), server);
            if (before != null) {
                throw refuse(
                        before, server, server.name() + " is there twice. Give each its own id.");
            }
        }
    }

    private void requireVotes() throws InvalidZooCfgException {
        if (servers.stream().noneMatch(ServerLine::isParticipant)) {
            throw cfg.refuse(
                    "has observers only, which elect no leader. Remove :observer from most lines.");
        }
    }

    /** Who listens at a port of a machine. */
    private record Listener(ServerLine server, String purpose) {}

    private record Endpoint(String machine, int port) {}

    private void requireOwnPorts() throws InvalidZooCfgException {
        Map<Endpoint, Listener> taken = new HashMap<>();
        Optional<Integer> secure = cfg.number(PeerSettings.SECURE_PORT, 1, HIGHEST_PORT);
        for (ServerLine server : servers) {
            if (isQuorum()) {
                for (int port : server.quorumPorts()) {
                    take(taken, port, new Listener(server, "other servers"));
                }
            }
            OptionalInt client = clientPort(server);
            if (client.isPresent()) {
                take(taken, client.getAsInt(), new Listener(server, "clients"));
            }
            if (secure.isPresent()) {
                take(taken, secure.get(), new Listener(server, "clients with TLS"));
            }
        }
    }

    private void take(Map<Endpoint, Listener> taken, int port, Listener listener)
            throws InvalidZooCfgException {
        ServerLine server = listener.server();
        Listener before = taken.put(new Endpoint(machine(server), port), listener);
        if (before == null) {
            return;
        }
        if (before.server().equals(server)) {
            throw cfg.refuseLines(
                    List.of(server.line()),
                    "%s would use port %d twice. Give each purpose a port of its own."
                            .formatted(server.name(), port));
        }
        boolean forClients = listener.purpose().equals("clients");
        throw refuse(
                before.server(),
                server,
                "%s and %s are both on %s and would both use port %d, for %s. Give each its own, as in %s=%s:2889:3889%s."
                        .formatted(
                                before.server().name(),
                                server.name(),
                                server.host(),
                                port,
                                listener.purpose(),
                                server.name(),
                                server.host(),
                                forClients ? ";2182" : ""));
    }

    /** One file has one {@code dataDir}: several servers of a machine cannot share it. */
    private void requireOwnDirectories() throws InvalidZooCfgException {
        Map<String, ServerLine> seen = new HashMap<>();
        for (ServerLine server : servers) {
            ServerLine before = seen.put(machine(server), server);
            for (String key : List.of(PeerSettings.DATA_DIR, PeerSettings.LOG_DIR)) {
                Optional<ZooCfg.Entry> directory = cfg.find(key);
                if (before != null && directory.isPresent()) {
                    throw cfg.refuseLines(
                            List.of(directory.get().line(), before.line(), server.line()),
                            "%s and %s are both on %s and would share %s %s. Remove %s: each has a directory of its own then."
                                    .formatted(
                                            before.name(),
                                            server.name(),
                                            server.host(),
                                            key,
                                            directory.get().value(),
                                            key));
                }
            }
        }
    }

    /** What to compare hosts by: localhost and this machine's name are one. */
    private String machine(ServerLine server) {
        return isThisMachine.test(server.host()) ? "" : server.host();
    }

    private InvalidZooCfgException refuse(ServerLine first, ServerLine second, String what) {
        return cfg.refuseLines(List.of(first.line(), second.line()), what);
    }

    /**
     * Where a server takes clients without TLS; empty if it does not.
     *
     * @throws InvalidZooCfgException if the file's port is none
     */
    OptionalInt clientPort(ServerLine server) throws InvalidZooCfgException {
        if (server.clientPort().isPresent()) {
            return server.clientPort();
        }
        Optional<Integer> port = cfg.number("clientPort", 1, HIGHEST_PORT);
        if (port.isPresent()) {
            return OptionalInt.of(port.get());
        }
        // who wants TLS does not want a door without it
        return cfg.find(PeerSettings.SECURE_PORT).isPresent()
                ? OptionalInt.empty()
                : OptionalInt.of(CLIENT_PORT);
    }

    /**
     * The server with this id.
     *
     * @throws InvalidZooCfgException if there is none
     */
    ServerLine server(int id) throws InvalidZooCfgException {
        Optional<ServerLine> found =
                servers.stream().filter(server -> server.id() == id).findFirst();
        if (found.isEmpty()) {
            throw cfg.refuse(
                    "has no server.%d: it names %s. Start one of these, or add the line."
                            .formatted(
                                    id,
                                    servers.stream().map(ServerLine::name).collect(joining(", "))));
        }
        return found.get();
    }

    /** All of them, in the order of the file. */
    List<ServerLine> all() {
        return List.copyOf(servers);
    }

    /** Whether they are a quorum, and not one server on its own. */
    boolean isQuorum() {
        return servers.size() > 1
                || cfg.find("standaloneEnabled")
                        .filter(entry -> entry.value().equalsIgnoreCase("false"))
                        .isPresent();
    }
}
