package org.holdfast.ha.zookeeper.server;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks the machine whether a server can have what its line says, before ZooKeeper tries: that says
 * less, or tries on for ever.
 */
final class Ports {

    private Ports() {}

    /** Whether a host is the machine this runs on. */
    static boolean isThisMachine(String host) {
        try {
            InetAddress address = InetAddress.getByName(host);
            return address.isLoopbackAddress()
                    || NetworkInterface.getByInetAddress(address) != null;
        } catch (IOException e) {
            return false; // nobody knows it, or it has no interfaces to speak of
        }
    }

    /**
     * Takes each port once and lets go of it.
     *
     * @throws InvalidZooCfgException if one is in use, or the server's host is another machine
     * @throws IOException if it cannot be tried out
     */
    static void requireFree(ZooCfg cfg, PeerSettings settings)
            throws IOException, InvalidZooCfgException {
        ServerLine server = settings.server();
        List<InetSocketAddress> wanted = new ArrayList<>();
        if (settings.isQuorum()) {
            boolean everywhere =
                    Boolean.parseBoolean(settings.properties().getProperty("quorumListenOnAllIPs"));
            for (ServerLine.Address address : server.addresses()) {
                InetAddress host = everywhere ? null : own(cfg, server, address.host());
                wanted.add(new InetSocketAddress(host, address.peerPort()));
                wanted.add(new InetSocketAddress(host, address.electionPort()));
            }
        }
        settings.clientPorts().forEach(port -> wanted.add(new InetSocketAddress(port)));
        for (InetSocketAddress address : wanted) {
            requireFree(cfg, server, address);
        }
    }

    private static InetAddress own(ZooCfg cfg, ServerLine server, String host)
            throws InvalidZooCfgException {
        String what;
        try {
            InetAddress address = InetAddress.getByName(host);
            if (isThisMachine(host) || address.isAnyLocalAddress()) {
                return address;
            }
            what = "which is " + address.getHostAddress() + ", not this machine";
        } catch (UnknownHostException e) {
            what = "which this machine cannot resolve";
        }
        throw cfg.refuseLines(
                List.of(server.line()),
                "%s is on %s, %s. Start it there; if that address only leads here, set quorumListenOnAllIPs=true."
                        .formatted(server.name(), host, what));
    }

    private static void requireFree(ZooCfg cfg, ServerLine server, InetSocketAddress address)
            throws IOException, InvalidZooCfgException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(address);
        } catch (BindException e) {
            throw cfg.refuseLines(
                    List.of(server.line()),
                    "port %d of %s is in use on this machine, or may not be used (%s). Stop what uses it, or name another."
                            .formatted(address.getPort(), server.name(), e.getMessage()));
        }
    }
}
