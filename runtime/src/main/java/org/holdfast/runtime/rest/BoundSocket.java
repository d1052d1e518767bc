package org.holdfast.runtime.rest;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.config.PortRange;
import org.holdfast.runtime.config.RestOptions;

/** A socket on the first configured port that is free. */
record BoundSocket(ServerSocketChannel channel, int port) {

    private static final int BACKLOG = 128;

    static BoundSocket open(Configuration configuration) throws IOException {
        PortRange ports =
                configuration
                        .find(RestOptions.BIND_PORT)
                        .orElseGet(() -> PortRange.of(configuration.get(RestOptions.PORT)));
        String name = configuration.get(RestOptions.BIND_ADDRESS);
        InetAddress address = InetAddress.getByName(name);
        IOException last = null;
        for (int candidate : ports.ports()) {
            ServerSocketChannel channel = ServerSocketChannel.open();
            try {
                channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
                channel.bind(new InetSocketAddress(address, candidate), BACKLOG);
                return new BoundSocket(channel, channel.socket().getLocalPort());
            } catch (IOException e) {
                channel.close();
                last = e;
            }
        }
        throw new BindException(
                "None of the ports "
                        + ports
                        + " is free on "
                        + name
                        + " for the REST interface ("
                        + (last == null ? "" : last.getMessage())
                        + "). Set "
                        + RestOptions.BIND_PORT
                        + " to others; 0 is any free one.");
    }
}
