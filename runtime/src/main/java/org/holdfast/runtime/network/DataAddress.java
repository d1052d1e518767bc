package org.holdfast.runtime.network;

import static java.util.Objects.requireNonNull;

/** Where a TaskManager's data plane listens. */
public record DataAddress(String host, int port) {

    public DataAddress {
        requireNonNull(host, "host");
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("data port: " + port + " (expected: 1 to 65535)");
        }
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
