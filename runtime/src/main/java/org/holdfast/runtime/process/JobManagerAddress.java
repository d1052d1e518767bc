package org.holdfast.runtime.process;

import static java.util.Objects.requireNonNull;

/** Where TaskManagers register. */
public record JobManagerAddress(String host, int port) {

    private static final int MAX_PORT = 65535;

    public JobManagerAddress {
        requireNonNull(host, "host");
    }

    /**
     * Reads the form {@link #toString} writes.
     *
     * @throws IllegalArgumentException if it is not that form
     */
    public static JobManagerAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        String digits = text.substring(colon + 1);
        if (colon < 1 || !digits.matches("[0-9]{1,5}")) {
            throw malformed(text);
        }
        int port = Integer.parseInt(digits);
        if (port < 1 || port > MAX_PORT) {
            throw malformed(text);
        }
        return new JobManagerAddress(text.substring(0, colon), port);
    }

    private static IllegalArgumentException malformed(String text) {
        return new IllegalArgumentException(
                "address of a JobManager: '" + text + "' (expected: host:port)");
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
