package org.holdfast.ha.zookeeper.security;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What this process logs in with, and for whom.
 *
 * @param keytab the principal's keys; empty to use the ticket cache
 * @param ticketCache whether what {@code kinit} has left may be used, where there is no keytab
 * @param contexts names of the JAAS login contexts that log in so
 */
public record KerberosLogin(
        Optional<Path> keytab,
        Optional<String> principal,
        boolean ticketCache,
        List<String> contexts) {

    /** Nobody logs in. */
    public static final KerberosLogin NONE =
            new KerberosLogin(Optional.empty(), Optional.empty(), true, List.of());

    /**
     * @throws IllegalArgumentException if something is missing; names the options
     */
    public KerberosLogin {
        requireNonNull(keytab, "keytab");
        requireNonNull(principal, "principal");
        contexts = List.copyOf(contexts);
        if (keytab.isPresent() != principal.isPresent()) {
            String set = keytab.isPresent() ? "keytab" : "principal";
            String missing = keytab.isPresent() ? "principal" : "keytab";
            throw new IllegalArgumentException(
                    "security.kerberos.login.%s is set, but security.kerberos.login.%s is not. Set both, or none of them."
                            .formatted(set, missing));
        }
        if (!contexts.isEmpty() && keytab.isEmpty() && !ticketCache) {
            throw new IllegalArgumentException(
                    "security.kerberos.login.contexts is '%s', but there is nothing to log in with. Set security.kerberos.login.keytab and security.kerberos.login.principal, or security.kerberos.login.use-ticket-cache: true."
                            .formatted(String.join(",", contexts)));
        }
    }
}
