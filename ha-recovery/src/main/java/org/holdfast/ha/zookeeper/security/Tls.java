package org.holdfast.ha.zookeeper.security;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Optional;

/**
 * TLS with the servers, by Java's own provider. A store's type is told by its file's ending: {@code
 * .jks}, {@code .p12}, {@code .pem}.
 *
 * @param keys the client's certificate and key; empty if the servers ask for none
 * @param trusted certificates of who is believed; empty for those Java trusts
 * @param verifiesHostNames whether a server's certificate must name its host
 */
public record Tls(Optional<Store> keys, Optional<Store> trusted, boolean verifiesHostNames) {

    public Tls {
        requireNonNull(keys, "keys");
        requireNonNull(trusted, "trusted");
    }

    /**
     * A file of keys or certificates.
     *
     * @param password empty if it has none; never printed
     */
    public record Store(Path file, String password) {

        public Store {
            requireNonNull(file, "file");
            requireNonNull(password, "password");
        }

        @Override
        public String toString() {
            return file.toString();
        }
    }
}
