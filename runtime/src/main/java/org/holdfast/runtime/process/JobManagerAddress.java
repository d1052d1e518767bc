package org.holdfast.runtime.process;

import static java.util.Objects.requireNonNull;

/** Where TaskManagers register. */
public record JobManagerAddress(String host, int port) {

    public JobManagerAddress {
        requireNonNull(host, "host");
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
