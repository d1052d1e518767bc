package org.holdfast.ha.zookeeper.security;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * How a client of ZooKeeper authenticates. What is left at its default is taken from ZooKeeper's
 * own system properties, if they say something.
 *
 * @param tls empty for a connection in plain text
 */
public record ClientSecurity(Sasl sasl, KerberosLogin login, Optional<Tls> tls) {

    private static final ClientSecurity NONE =
            new ClientSecurity(Sasl.DEFAULT, KerberosLogin.NONE, Optional.empty());

    public ClientSecurity {
        requireNonNull(sasl, "sasl");
        requireNonNull(login, "login");
        requireNonNull(tls, "tls");
    }

    /** Nothing is configured. */
    public static ClientSecurity none() {
        return NONE;
    }

    /**
     * SASL with the servers. It takes place if it is enabled and there is a login context of that
     * name, in {@link KerberosLogin} or in a JAAS file of the process.
     *
     * @param serviceName first part of the servers' principal
     */
    public record Sasl(boolean enabled, String serviceName, String loginContext) {

        /** As ZooKeeper has it. */
        public static final Sasl DEFAULT = new Sasl(true, "zookeeper", "Client");

        public Sasl {
            requireNonNull(serviceName, "serviceName");
            requireNonNull(loginContext, "loginContext");
        }
    }
}
