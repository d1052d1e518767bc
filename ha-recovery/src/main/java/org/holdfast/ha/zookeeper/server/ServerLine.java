package org.holdfast.ha.zookeeper.server;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A line {@code server.ID=host:peerPort:leaderPort}, in ZooKeeper's own syntax: with {@code
 * :observer} for a server without a vote, {@code ;clientPort} or {@code ;host:clientPort} at the
 * end, and several addresses with {@code |} between them. Ports may be left out. Immutable.
 *
 * @param client the part after the semicolon
 */
record ServerLine(int line, int id, List<Address> addresses, Optional<String> client) {

    static final String PREFIX = "server.";
    static final int HIGHEST_ID = 255;
    private static final int PEER_PORT = 2888;
    private static final int ELECTION_PORT = 3888;

    /** A host, in brackets if it is an IPv6 address, and what may come after it. */
    private static final Pattern ADDRESS =
            Pattern.compile(
                    "(?<host>[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.%]+\\])"
                            + "(:(?<peer>\\d+)(:(?<election>\\d+)(:(?<role>participant|observer))?)?)?");

    private static final Pattern CLIENT =
            Pattern.compile("(([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.%]+\\]):)?(?<port>\\d+)");

    /**
     * Where the others of the quorum reach a server.
     *
     * @param role participant, observer, or empty for the former
     */
    record Address(String host, int peerPort, int electionPort, String role) {

        @Override
        public String toString() {
            String ports = host + ":" + peerPort + ":" + electionPort;
            return role.isEmpty() ? ports : ports + ":" + role;
        }
    }

    ServerLine {
        addresses = List.copyOf(addresses);
    }

    /** Whether an entry is about a server. */
    static boolean is(ZooCfg.Entry entry) {
        return entry.key().startsWith(PREFIX);
    }

    /**
     * Reads a line that {@link #is} one.
     *
     * @throws InvalidZooCfgException if it is not as above
     */
    static ServerLine parse(ZooCfg cfg, ZooCfg.Entry entry) throws InvalidZooCfgException {
        String id = entry.key().substring(PREFIX.length());
        OptionalInt number = parseId(id);
        if (number.isEmpty()) {
            throw refuse(cfg, entry, "'" + id + "' is no id (expected: a number from 0 to 255).");
        }
        String[] parts = entry.value().split(";", 2);
        if (parts[0].isBlank()) {
            throw refuse(
                    cfg,
                    entry,
                    "there is no host (expected: %s=host:2888:3888).".formatted(entry.key()));
        }
        List<Address> addresses = new ArrayList<>();
        for (String address : parts[0].split("\\|", -1)) {
            addresses.add(address(cfg, entry, address.trim()));
        }
        Optional<String> client = Optional.empty();
        if (parts.length == 2) {
            client = Optional.of(client(cfg, entry, parts[1].trim()));
        }
        return new ServerLine(entry.line(), number.getAsInt(), addresses, client);
    }

    /** An id as ZooKeeper allows it; empty if the text is none. */
    static OptionalInt parseId(String text) {
        if (!text.matches("\\d{1,9}")) {
            return OptionalInt.empty();
        }
        int id = Integer.parseInt(text);
        return id <= HIGHEST_ID ? OptionalInt.of(id) : OptionalInt.empty();
    }

    private static Address address(ZooCfg cfg, ZooCfg.Entry entry, String text)
            throws InvalidZooCfgException {
        Matcher matcher = ADDRESS.matcher(text);
        if (!matcher.matches()) {
            throw refuse(
                    cfg,
                    entry,
                    "'%s' is no address (expected: host, host:2888:3888, or one of these with ;2181 at the end)."
                            .formatted(text));
        }
        String role = matcher.group("role");
        return new Address(
                matcher.group("host"),
                port(cfg, entry, matcher.group("peer"), PEER_PORT),
                port(cfg, entry, matcher.group("election"), ELECTION_PORT),
                role == null ? "" : role);
    }

    private static String client(ZooCfg cfg, ZooCfg.Entry entry, String text)
            throws InvalidZooCfgException {
        Matcher matcher = CLIENT.matcher(text);
        if (!matcher.matches()) {
            throw refuse(
                    cfg,
                    entry,
                    "'%s' is no port for clients (expected: ;2181 or ;host:2181).".formatted(text));
        }
        port(cfg, entry, matcher.group("port"), 0);
        return text;
    }

    private static int port(ZooCfg cfg, ZooCfg.Entry entry, String text, int byDefault)
            throws InvalidZooCfgException {
        if (text == null) {
            return byDefault;
        }
        int port = text.length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(text);
        if (port < 1 || port > 65535) {
            throw refuse(cfg, entry, "port %s (expected: 1 to 65535).".formatted(text));
        }
        return port;
    }

    private static InvalidZooCfgException refuse(ZooCfg cfg, ZooCfg.Entry entry, String what) {
        return cfg.refuse(
                List.of(entry), "'%s=%s': %s".formatted(entry.key(), entry.value(), what));
    }

    String name() {
        return PREFIX + id;
    }

    /** The host of its first address. */
    String host() {
        return addresses.get(0).host().toLowerCase(Locale.ROOT);
    }

    /** Its port for clients, if the line names one. */
    OptionalInt clientPort() {
        return client.map(text -> text.substring(text.lastIndexOf(':') + 1))
                .map(port -> OptionalInt.of(Integer.parseInt(port)))
                .orElse(OptionalInt.empty());
    }

    /** Its address for clients, if the line names one. */
    Optional<String> clientHost() {
        return client.filter(text -> text.contains(":"))
                .map(text -> text.substring(0, text.lastIndexOf(':')));
    }

    /** Whether it votes. */
    boolean isParticipant() {
        return addresses.stream().noneMatch(address -> address.role().equals("observer"));
    }

    /** Its ports for the others of the quorum, each as often as it is used. */
    List<Integer> quorumPorts() {
        return addresses.stream()
                .flatMap(address -> Arrays.stream(ports(address)))
                .collect(Collectors.toList());
    }

    private static Integer[] ports(Address address) {
        return new Integer[] {address.peerPort(), address.electionPort()};
    }

    /** The line's value with every port in it. */
    String value() {
        String all = addresses.stream().map(Address::toString).collect(Collectors.joining("|"));
        return client.map(own -> all + ";" + own).orElse(all);
    }
}
