package org.holdfast.ha.zookeeper.security;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.security.auth.login.LoginContext;
import javax.security.auth.login.LoginException;
import org.apache.zookeeper.client.ZKClientConfig;
import org.holdfast.ha.leader.AccessRefusedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who this process is to ZooKeeper. ZooKeeper's client goes on without authentication when a login
 * fails; here it is an error. Immutable.
 */
public final class Authentication {

    private static final Logger log = LoggerFactory.getLogger(Authentication.class);

    private final ClientSecurity security;
    private final Optional<String> principal;

    private Authentication(ClientSecurity security, Optional<String> principal) {
        this.security = requireNonNull(security, "security");
        this.principal = principal;
    }

    /**
     * Logs in, and out again, if a login context is to be used; reads the stores of keys.
     *
     * @throws AccessRefusedException if that cannot work: a wrong keytab, a wrong password
     * @throws IOException if no KDC answers; may be repeated
     */
    public static Authentication of(ClientSecurity security) throws IOException {
        if (security.tls().isPresent()) {
            TlsClient.of(security.tls().get());
        }
        LoginContexts.install(security.login());
        ClientSecurity.Sasl sasl = security.sasl();
        if (!sasl.enabled()) {
            return new Authentication(security, Optional.empty());
        }
        if (LoginContexts.has(sasl.loginContext())) {
            Optional<String> principal = Optional.of(principal(security));
            log.info("Authenticating with ZooKeeper as {}", principal.get());
            return new Authentication(security, principal);
        }
        if (!sasl.loginContext().equals(ClientSecurity.Sasl.DEFAULT.loginContext())) {
            throw new AccessRefusedException(
                    "There is no login context '%s', which zookeeper.sasl.login-context-name names (security.kerberos.login.contexts: %s). Add it to security.kerberos.login.contexts."
                            .formatted(
                                    sasl.loginContext(),
                                    String.join(",", security.login().contexts())),
                    null);
        }
        if (security.login().keytab().isPresent()) {
            log.warn(
                    "security.kerberos.login.keytab is not used: security.kerberos.login.contexts does not name {}",
                    sasl.loginContext());
        }
        return new Authentication(security, Optional.empty());
    }

    private static String principal(ClientSecurity security) throws IOException {
        KerberosLogin login = security.login();
        String name = security.sasl().loginContext();
        boolean isOurs = login.contexts().contains(name);
        if (isOurs && login.keytab().isPresent()) {
            requireReadable(login.keytab().get());
        }
        try {
            LoginContext context = new LoginContext(name);
            context.login();
            String principal =
                    context.getSubject().getPrincipals().stream()
                            .map(Principal::getName)
                            .findFirst()
                            .orElse(name);
            context.logout();
            return principal;
        } catch (LoginException e) {
            String why = String.valueOf(e.getMessage()).strip();
            if (e.getCause() instanceof IOException) {
                throw new IOException(
                        "No KDC answers to the login of %s (%s). Check that it runs, and krb5.conf."
                                .formatted(login.principal().orElse(name), why),
                        e);
            }
            throw new AccessRefusedException(
                    "The Kerberos login for ZooKeeper failed (login context %s, %s): %s. %s"
                            .formatted(name, who(login, isOurs), why, advice(login, isOurs)),
                    e);
        }
    }

    private static void requireReadable(Path keytab) throws AccessRefusedException {
        if (!Files.isReadable(keytab)) {
            throw new AccessRefusedException(
                    "security.kerberos.login.keytab: '%s' %s on this host. Put the keytab there, readable for %s."
                            .formatted(
                                    keytab,
                                    Files.exists(keytab) ? "cannot be read" : "does not exist",
                                    System.getProperty("user.name")),
                    null);
        }
    }

    private static String who(KerberosLogin login, boolean isOurs) {
        if (!isOurs) {
            return "of the JAAS file";
        }
        return login.keytab()
                .map(keytab -> login.principal().get() + " with " + keytab)
                .orElse("from the ticket cache");
    }

    private static String advice(KerberosLogin login, boolean isOurs) {
        if (!isOurs) {
            return "Correct that file.";
        }
        return login.keytab()
                .map(
                        keytab ->
                                "Check security.kerberos.login.principal, that the keytab holds its"
                                        + " current keys (klist -kt), and krb5.conf.")
                .orElse("Run kinit, or set security.kerberos.login.keytab and .principal.");
    }

    /** Lets a client do what is configured. */
    public void configure(ZKClientConfig config) {
        ClientSecurity.Sasl sasl = security.sasl();
        if (!sasl.enabled()) {
            config.setProperty(ZKClientConfig.ENABLE_CLIENT_SASL_KEY, "false");
        }
        if (!sasl.serviceName().equals(ClientSecurity.Sasl.DEFAULT.serviceName())) {
            config.setProperty(ZKClientConfig.ZK_SASL_CLIENT_USERNAME, sasl.serviceName());
        }
        if (principal.isPresent()) {
            config.setProperty(ZKClientConfig.LOGIN_CONTEXT_NAME_KEY, sasl.loginContext());
        }
        security.tls().ifPresent(tls -> TlsClient.configure(tls, config));
    }

    /** Whether a session counts only once the servers have accepted who this is. */
    public boolean usesSasl() {
        return principal.isPresent();
    }

    /** Who this process is, in a sentence. */
    public String identity() {
        List<String> proofs = new ArrayList<>();
        principal.ifPresent(name -> proofs.add("authenticates as " + name));
        security.tls()
                .flatMap(Tls::keys)
                .ifPresent(keys -> proofs.add("shows the certificate of " + keys));
        return proofs.isEmpty()
                ? "This process is not authenticated."
                : "This process " + String.join(" and ", proofs) + ".";
    }

    /** What to tell whoever configured SASL, if the servers do not accept it. */
    public AccessRefusedException refused(String quorum) {
        return new AccessRefusedException(
                "ZooKeeper at %s did not accept %s for the service '%s'. Check that zookeeper.sasl.service-name is the first part of the servers' principal and high-availability.zookeeper.quorum has the host in it; if the servers do not use SASL, set zookeeper.sasl.disable: true."
                        .formatted(
                                quorum,
                                principal.orElse("this process"),
                                security.sasl().serviceName()),
                null);
    }

    /**
     * Why servers gave no session, if TLS is the reason.
     *
     * @param quorum {@code host:port,host:port}
     * @param patienceMillis per server
     */
    public Optional<String> tlsProblem(String quorum, int patienceMillis) throws IOException {
        return security.tls().isPresent()
                ? TlsClient.of(security.tls().get()).problem(quorum, patienceMillis)
                : Optional.empty();
    }
}
