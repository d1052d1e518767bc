package org.holdfast.ha.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.holdfast.ha.leader.AccessRefusedException;
import org.holdfast.ha.leader.CoordinationPath;
import org.holdfast.ha.leader.LeaderCandidate;
import org.holdfast.ha.leader.LeaderEpoch;
import org.holdfast.ha.leader.Transaction;
import org.holdfast.ha.zookeeper.ZooKeeperSettings.Access;
import org.holdfast.ha.zookeeper.security.ClientSecurity;
import org.holdfast.ha.zookeeper.security.KerberosLogin;
import org.holdfast.ha.zookeeper.security.Tls;
import org.holdfast.ha.zookeeper.server.PeerProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real server that speaks TLS only, and clients with keys, wrong keys and none. */
class TlsTest {

    private static final String PASSWORD = "of-the-stores-17";
    private static final CoordinationPath VALUE = new CoordinationPath("jobs/a/graph");
    private static final LeaderCandidate CANDIDATE = new LeaderCandidate(1, "test");

    @TempDir private static Path folder;
    private static PeerProcess server;
    private static int port;

    private final List<AutoCloseable> opened = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        List<Process> keytools = new ArrayList<>();
        for (String name : List.of("localhost", "jobmanager", "stranger", "outcast")) {
            keytools.add(makeKey(name));
        }
        for (Process keytool : keytools) {
            assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).as("keytool ended").isTrue();
            assertThat(keytool.exitValue()).as("keytool's exit code").isZero();
        }
        trust("of-clients", "localhost");
        trust("of-server", "jobmanager", "stranger");
        trust("of-nobody-here", "outcast");
        port = PeerProcess.freePorts(1).get(0);
        PeerProcess.configure(
                folder,
                "server.1=localhost",
                "secureClientPort=" + port,
                "ssl.keyStore.location=" + store("localhost"),
                "ssl.keyStore.password=" + PASSWORD,
                "ssl.trustStore.location=" + store("of-server"),
                "ssl.trustStore.password=" + PASSWORD);
        server = new PeerProcess(folder, "1", List.of());
        server.awaitStarted();
    }

    private static Path store(String name) {
        return folder.resolve(name + ".p12");
    }

    private static Process makeKey(String name) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-alias",
                        "key",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "SAN=dns:" + name,
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store(name).toString(),
                        "-storepass",
                        PASSWORD)
                .inheritIO()
                .start();
    }

    /** Makes a store that vouches for the keys of these names. */
    private static void trust(String store, String... names) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        for (String name : names) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(store(name))) {
                keys.load(in, PASSWORD.toCharArray());
            }
            trusted.setCertificateEntry(name, keys.getCertificate("key"));
        }
        try (OutputStream out = Files.newOutputStream(store(store))) {
            trusted.store(out, PASSWORD.toCharArray());
        }
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable open : opened) {
            open.close();
        }
    }

    private static Tls tls(String keys, String trusted) {
        return new Tls(
                Optional.of(new Tls.Store(store(keys), PASSWORD)),
                Optional.of(new Tls.Store(store(trusted), PASSWORD)),
                true);
    }

    private ZooKeeperCoordinationStore connect(Tls tls) throws IOException {
        return connect("localhost", Duration.ofSeconds(20), tls);
    }

    /** For who will get no session; nothing else is waited for. */
    private ZooKeeperCoordinationStore tryToConnect(Tls tls) throws IOException {
        return connect("localhost", Duration.ofSeconds(1), tls);
    }

    private ZooKeeperCoordinationStore connect(String host, Duration patience, Tls tls)
            throws IOException {
        ZooKeeperCoordinationStore store =
                new ZooKeeperCoordinationStore(
                        new ZooKeeperSettings(
                                host + ":" + port,
                                "/flink",
                                "app-1",
                                Duration.ofSeconds(30),
                                patience,
                                Duration.ofMillis(100),
                                50,
                                Access.CREATOR,
                                new ClientSecurity(
                                        ClientSecurity.Sasl.DEFAULT,
                                        KerberosLogin.NONE,
                                        Optional.of(tls))),
                        SessionListener.none(),
                        Clock.systemUTC());
        opened.add(0, store);
        return store;
    }

    @Test
    void onlyTheCreatorsCertificateReadsAndChanges() throws Exception {
        ZooKeeperCoordinationStore owner = connect(tls("jobmanager", "of-clients"));
        LeaderEpoch epoch = owner.campaign(CANDIDATE).orElseThrow();
        owner.commit(epoch, new Transaction().create(VALUE, "secret"));

        assertThatThrownBy(() -> connect(tls("stranger", "of-clients")).read(VALUE))
                .isInstanceOf(AccessRefusedException.class)
                .hasMessageStartingWith(
                        "ZooKeeper refused reading /flink/app-1/jobs/a/graph: NOAUTH. This process"
                                + " shows the certificate of "
                                + store("stranger")
                                + ".");
        assertThat(connect(tls("jobmanager", "of-clients")).read(VALUE)).contains("secret");
    }

    @Test
    void aServerThatIsNotTrustedIsNamed() {
        assertThatThrownBy(() -> tryToConnect(tls("jobmanager", "of-nobody-here")))
                .isInstanceOf(AccessRefusedException.class)
                .hasMessage(
                        "ZooKeeper at localhost:"
                                + port
                                + " gave no session within 1000 ms. TLS with localhost:"
                                + port
                                + " failed: unable to find valid certification path to requested"
                                + " target. Check high-availability.zookeeper.client.ssl.truststore"
                                + " and .keystore, and that the port is the servers'"
                                + " secureClientPort.");
    }

    @Test
    void aCertificateTheServerDoesNotTrustIsRefused() {
        assertThatThrownBy(() -> tryToConnect(tls("outcast", "of-clients")))
                .isInstanceOf(AccessRefusedException.class)
                .hasMessageContaining(
                        "TLS with localhost:" + port + " failed: Received fatal alert");
    }

    @Test
    void aHostThatIsNotInTheCertificateIsRefusedUnlessThatDoesNotMatter() throws Exception {
        Tls strict = tls("jobmanager", "of-clients");
        Tls lax = new Tls(strict.keys(), strict.trusted(), false);

        assertThatThrownBy(() -> connect("127.0.0.2", Duration.ofSeconds(1), strict))
                .isInstanceOf(AccessRefusedException.class)
                .hasMessageContaining("TLS with 127.0.0.2:" + port + " failed: No subject");
        assertThat(connect("127.0.0.2", Duration.ofSeconds(20), lax).currentEpoch()).isNotNull();
    }

    @Test
    void aStoreThatCannotBeReadIsNamedAndItsPasswordIsNot() {
        Tls wrong =
                new Tls(
                        Optional.of(new Tls.Store(store("jobmanager"), "wrong-" + PASSWORD)),
                        Optional.empty(),
                        true);
        Tls missing =
                new Tls(
                        Optional.empty(),
                        Optional.of(new Tls.Store(store("missing"), PASSWORD)),
                        true);

        assertThatThrownBy(() -> tryToConnect(wrong))
                .isInstanceOf(AccessRefusedException.class)
                .hasMessageContaining("ssl.keystore")
                .hasMessageContaining("password was incorrect")
                .hasMessageNotContaining(PASSWORD);
        assertThatThrownBy(() -> tryToConnect(missing))
                .isInstanceOf(AccessRefusedException.class)
                .hasMessage(
                        "high-availability.zookeeper.client.ssl.truststore: '"
                                + store("missing")
                                + "' cannot be read on this host. Put the file there.");
        assertThat(wrong.toString()).doesNotContain(PASSWORD);
    }
}
