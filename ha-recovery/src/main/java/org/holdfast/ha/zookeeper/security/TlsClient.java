package org.holdfast.ha.zookeeper.security;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.apache.zookeeper.client.ZKClientConfig;
import org.apache.zookeeper.common.ClientX509Util;
import org.apache.zookeeper.common.X509Exception;
import org.holdfast.ha.leader.AccessRefusedException;

/** TLS as ZooKeeper's client does it, and what goes wrong with it, which that client only logs. */
final class TlsClient {

    private static final String PREFIX = "high-availability.zookeeper.client.ssl.";

    /** How long a server takes at most to say that it does not like the client's certificate. */
    private static final int ALERT_MILLIS = 1_000;

    private final Tls tls;
    private final SSLContext context;

    private TlsClient(Tls tls, SSLContext context) {
        this.tls = tls;
        this.context = context;
    }

    /**
     * Reads the stores.
     *
     * @throws AccessRefusedException if one cannot be used
     */
    static TlsClient of(Tls tls) throws AccessRefusedException {
        requireReadable("keystore", tls.keys());
        requireReadable("truststore", tls.trusted());
        ZKClientConfig config = new ZKClientConfig();
        configure(tls, config);
        try (ClientX509Util zooKeeper = new ClientX509Util()) {
            return new TlsClient(tls, zooKeeper.createSSLContext(config));
        } catch (X509Exception e) {
            throw new AccessRefusedException(
                    "The %skeystore or %struststore cannot be used: %s. Check the files, and their passwords."
                            .formatted(PREFIX, PREFIX, reason(e)),
                    e);
        }
    }

    private static void requireReadable(String option, Optional<Tls.Store> store)
            throws AccessRefusedException {
        if (store.isPresent() && !Files.isReadable(store.get().file())) {
            throw new AccessRefusedException(
                    "%s%s: '%s' cannot be read on this host. Put the file there."
                            .formatted(PREFIX, option, store.get()),
                    null);
        }
    }

    /** Sets the one client's properties. */
    static void configure(Tls tls, ZKClientConfig config) {
        config.setProperty(ZKClientConfig.SECURE_CLIENT, "true");
        config.setProperty(
                ZKClientConfig.ZOOKEEPER_CLIENT_CNXN_SOCKET,
                "org.apache.zookeeper.ClientCnxnSocketNetty");
        try (ClientX509Util names = new ClientX509Util()) {
            // OpenSSL is not on the class path
            config.setProperty(names.getSslProviderProperty(), "JDK");
            config.setProperty(
                    names.getSslHostnameVerificationEnabledProperty(),
                    Boolean.toString(tls.verifiesHostNames()));
            tls.keys()
                    .ifPresent(
                            store -> {
                                config.setProperty(
                                        names.getSslKeystoreLocationProperty(), store.toString());
                                config.setProperty(
                                        names.getSslKeystorePasswdProperty(), store.password());
                            });
            tls.trusted()
                    .ifPresent(
                            store -> {
                                config.setProperty(
                                        names.getSslTruststoreLocationProperty(), store.toString());
                                config.setProperty(
                                        names.getSslTruststorePasswdProperty(), store.password());
                            });
        }
    }

    /** What is wrong with TLS at one of the servers that can be reached; empty if nothing. */
    Optional<String> problem(String quorum, int patienceMillis) {
        for (String server : quorum.split(",")) {
            try {
                shakeHands(server, patienceMillis);
            } catch (SSLException e) {
                return Optional.of("TLS with %s failed: %s.".formatted(server, root(e)));
            } catch (IOException e) {
                continue; // not reached, which is no problem of TLS
            }
        }
        return Optional.empty();
    }

    private void shakeHands(String server, int patienceMillis) throws IOException {
        int colon = server.lastIndexOf(':');
        InetSocketAddress address =
                new InetSocketAddress(
                        server.substring(0, colon).replaceAll("[\\[\\]]", ""),
                        Integer.parseInt(server.substring(colon + 1)));
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket()) {
            socket.connect(address, patienceMillis);
            socket.setSoTimeout(patienceMillis);
            if (tls.verifiesHostNames()) {
                SSLParameters parameters = socket.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                socket.setSSLParameters(parameters);
            }
            socket.startHandshake();
            socket.setSoTimeout(ALERT_MILLIS);
            socket.getInputStream().read();
        } catch (SocketTimeoutException e) {
            // it waits for the client to begin: all is well
        }
    }

    /** The first thing Java itself says below what is wrapped around it. */
    private static String reason(Throwable failure) {
        Throwable reason = failure;
        while (reason.getCause() != null && !(reason instanceof IOException)) {
            reason = reason.getCause();
        }
        return reason.getMessage() == null ? reason.toString() : reason.getMessage();
    }

    private static String root(SSLException failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.toString() : root.getMessage();
    }
}
