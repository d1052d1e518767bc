package org.holdfast.ha.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.security.auth.login.Configuration;
import org.apache.hadoop.minikdc.MiniKdc;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.ZooDefs.Perms;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Id;
import org.holdfast.ha.leader.AccessRefusedException;
import org.holdfast.ha.leader.CoordinationPath;
import org.holdfast.ha.leader.FencedException;
import org.holdfast.ha.leader.LeaderCandidate;
import org.holdfast.ha.leader.LeaderEpoch;
import org.holdfast.ha.leader.Transaction;
import org.holdfast.ha.zookeeper.ZooKeeperSettings.Access;
import org.holdfast.ha.zookeeper.security.ClientSecurity;
import org.holdfast.ha.zookeeper.security.ClientSecurity.Sasl;
import org.holdfast.ha.zookeeper.security.KerberosLogin;
import org.holdfast.ha.zookeeper.server.PeerProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real server that authenticates by Kerberos, a real KDC, and clients that are who they say. */
class KerberosTest {

    private static final String KRB5_CONF = "java.security.krb5.conf";
    private static final String REALM = "@EXAMPLE.COM";
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);
    private static final CoordinationPath VALUE = new CoordinationPath("jobs/a/graph");
    private static final LeaderCandidate CANDIDATE = new LeaderCandidate(1, "test");

    @TempDir private static Path folder;
    private static MiniKdc kdc;
    private static PeerProcess server;
    private static String quorum;

    private final List<AutoCloseable> opened = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        kdc =
                new MiniKdc(
                        MiniKdc.createConf(),
                        Files.createDirectory(folder.resolve("kdc")).toFile());
        kdc.start();
        for (String principal : List.of("zookeeper/localhost", "jobmanager", "stranger")) {
            kdc.createPrincipal(keytab(principal).toFile(), principal);
        }
        int port = PeerProcess.freePorts(1).get(0);
        quorum = "localhost:" + port;
        PeerProcess.configure(
                folder,
                "server.1=localhost;" + port,
                "authProvider.1=org.apache.zookeeper.server.auth.SASLAuthenticationProvider");
        Files.writeString(
                folder.resolve("jaas.conf"),
                """
                Server {
                  com.sun.security.auth.module.Krb5LoginModule required
                  useKeyTab=true storeKey=true keyTab="%s" principal="zookeeper/localhost%s";
                };
                """
                        .formatted(keytab("zookeeper/localhost"), REALM));
        startServer();
    }

    private static void startServer() throws IOException {
        startServer(
                List.of(
                        "-D" + KRB5_CONF + "=" + kdc.getKrb5conf(),
                        "-Djava.security.auth.login.config=" + folder.resolve("jaas.conf")));
    }

    private static void startServer(List<String> jvmOptions) throws IOException {
        server = new PeerProcess(folder, "1", jvmOptions);
        server.awaitStarted();
    }

    @AfterAll
    static void stop() throws Exception {
        Configuration.setConfiguration(null); // as at the start: a file, if there is one
        server.close();
        kdc.stop();
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable open : opened) {
            open.close();
        }
    }

    private static Path keytab(String principal) {
        return folder.resolve(principal.replace('/', '-') + ".keytab");
    }

    private static ClientSecurity login(String principal, Path keytab, Sasl sasl) {
        return new ClientSecurity(
                sasl,
                new KerberosLogin(
                        Optional.of(keytab),
                        Optional.of(principal + REALM),
                        false,
                        List.of(sasl.loginContext())),
                Optional.empty());
    }

    private static ClientSecurity as(String principal) {
        return login(principal, keytab(principal), Sasl.DEFAULT);
    }

    private static ClientSecurity nobody() {
        return new ClientSecurity(
                new Sasl(false, "zookeeper", "Client"), KerberosLogin.NONE, Optional.empty());
    }

    private ZooKeeperCoordinationStore connect(String root, ClientSecurity security)
            throws IOException {
        return connect(root, security, SessionListener.none());
    }

    private ZooKeeperCoordinationStore connect(
            String root, ClientSecurity security, SessionListener listener) throws IOException {
        ZooKeeperCoordinationStore store =
                new ZooKeeperCoordinationStore(
                        new ZooKeeperSettings(
                                quorum,
                                root,
                                "app-1",
                                Duration.ofSeconds(30),
                                Duration.ofSeconds(20),
                                Duration.ofMillis(100),
                                300,
                                Access.CREATOR,
                                security),
                        listener,
                        Clock.systemUTC());
        opened.add(0, store);
        return store;
    }

    @Test
    void onlyTheCreatorReadsAndChanges() throws Exception {
        ZooKeeperCoordinationStore owner = connect("/owned", as("jobmanager"));
        LeaderEpoch epoch = owner.campaign(CANDIDATE).orElseThrow();
        owner.commit(epoch, new Transaction().create(VALUE, "secret"));
        ZooKeeperCoordinationStore stranger = connect("/owned", as("stranger"));

        assertThatThrownBy(() -> stranger.read(VALUE))
                .isInstanceOf(AccessRefusedException.class)
                .hasMessage(
                        "ZooKeeper refused reading /owned/app-1/jobs/a/graph: NOAUTH. This process"
                                + " authenticates as stranger@EXAMPLE.COM. Let whoever owns the node"
                                + " grant it all rights there, check as whom this process is"
                                + " authenticated, or choose another"
                                + " high-availability.zookeeper.path.root.");
        assertThatThrownBy(() -> stranger.campaign(new LeaderCandidate(2, "stranger")))
                .isInstanceOf(AccessRefusedException.class)
                .hasMessageContaining("/owned/app-1/epoch: NOAUTH");
        assertThatThrownBy(() -> connect("/owned", nobody()).currentEpoch())
                .isInstanceOf(AccessRefusedException.class)
                .hasMessageContaining(
                        "/owned/app-1/epoch: NOAUTH. This process is not authenticated.");
        assertThat(connect("/owned", as("jobmanager")).read(VALUE)).contains("secret");
    }

    @Test
    void aSessionGoesOnWithAServerThatIsStartedAnew() throws Exception {
        ZooKeeperCoordinationStore owner = connect("/again", as("jobmanager"));
        LeaderEpoch epoch = owner.campaign(CANDIDATE).orElseThrow();
        owner.commit(epoch, new Transaction().create(VALUE, "before"));

        server.kill();
        startServer();

        await("authenticated anew, in the same session")
                .atMost(LONG_ENOUGH)
                .ignoreExceptionsMatching(
                        e -> e.getMessage().startsWith("No answer from ZooKeeper"))
                .untilAsserted(
                        () -> owner.commit(epoch, new Transaction().replace(VALUE, "after")));
        assertThat(owner.read(VALUE)).contains("after");
    }

    /** As when no KDC answers while a connection has to be made again. */
    @Test
    void whoIsNotAcceptedLosesTheSessionAndIsAcceptedInALaterOne() throws Exception {
        AtomicInteger ended = new AtomicInteger();
        ZooKeeperCoordinationStore owner =
                connect("/later", as("jobmanager"), new CountingListener(ended));
        LeaderEpoch epoch = owner.campaign(CANDIDATE).orElseThrow();

        server.kill();
        startServer(List.of()); // it knows nothing of Kerberos
        await("session is over").atMost(LONG_ENOUGH).until(() -> ended.get() > 0);
        assertThatThrownBy(() -> owner.commit(epoch, new Transaction().create(VALUE, "late")))
                .isInstanceOf(IOException.class);
        server.kill();
        startServer();

        assertThat(owner.currentEpoch().orElseThrow().epoch()).isEqualTo(epoch);
        assertThatThrownBy(() -> owner.commit(epoch, new Transaction().create(VALUE, "late")))
                .isInstanceOf(FencedException.class);
    }

    private record CountingListener(AtomicInteger ended) implements SessionListener {
        @Override
        public void onSuspended() {}

        @Override
        public void onReconnected() {}

        @Override
        public void onSessionExpired() {
            ended.incrementAndGet();
        }
    }

    @Test
    void aRootThatMayNotBeWrittenIsNamed() throws Exception {
        try (ZooKeeper operator = new ZooKeeper(quorum, 30_000, event -> {})) {
            operator.create(
                    "/reserved",
                    new byte[0],
                    Collections.singletonList(new ACL(Perms.READ, new Id("world", "anyone"))),
                    CreateMode.PERSISTENT);
        }

        assertThatThrownBy(() -> connect("/reserved", as("stranger")).campaign(CANDIDATE))
                .isInstanceOf(AccessRefusedException.class)
                .hasMessageStartingWith(
                        "ZooKeeper refused creating /reserved/app-1: NOAUTH. This process"
                                + " authenticates as stranger@EXAMPLE.COM.");
    }

    @Test
    void creatorAccessWithoutAuthenticationSaysWhatToConfigure() throws Exception {
        assertThatThrownBy(() -> connect("/nobodys", nobody()).campaign(CANDIDATE))
                .isInstanceOf(AccessRefusedException.class)
                .hasMessageEndingWith(
                        "INVALIDACL. This process is not authenticated."
                                + " high-availability.zookeeper.client.acl: creator needs a session"
                                + " that is authenticated: configure SASL or TLS with a keystore, or"
                                + " use open.");
    }

    @Test
    void aWrongOrMissingKeytabIsNamed() {
        Path wrong = keytab("stranger");
        Path missing = folder.resolve("missing.keytab");

        assertThatThrownBy(() -> connect("/a", login("jobmanager", wrong, Sasl.DEFAULT)))
                .isInstanceOf(AccessRefusedException.class)
                .hasMessageStartingWith(
                        "The Kerberos login for ZooKeeper failed (login context Client,"
                                + " jobmanager@EXAMPLE.COM with "
                                + wrong
                                + "): ")
                .hasMessageContaining("klist -kt");
        assertThatThrownBy(() -> connect("/a", login("jobmanager", missing, Sasl.DEFAULT)))
                .isInstanceOf(AccessRefusedException.class)
                .hasMessage(
                        "security.kerberos.login.keytab: '"
                                + missing
                                + "' does not exist on this host. Put the keytab there, readable"
                                + " for "
                                + System.getProperty("user.name")
                                + ".");
        assertThatThrownBy(() -> connect("/a", login("nobody", keytab("jobmanager"), Sasl.DEFAULT)))
                .isInstanceOf(AccessRefusedException.class)
                .hasMessageContaining("nobody@EXAMPLE.COM");
    }

    @Test
    void aWrongServiceNameIsNamed() {
        Sasl wrong = new Sasl(true, "hbase", "Client");

        assertThatThrownBy(() -> connect("/a", login("jobmanager", keytab("jobmanager"), wrong)))
                .isInstanceOf(AccessRefusedException.class)
                .hasMessage(
                        "ZooKeeper at "
                                + quorum
                                + " did not accept jobmanager@EXAMPLE.COM for the service 'hbase'."
                                + " Check that zookeeper.sasl.service-name is the first part of the"
                                + " servers' principal and high-availability.zookeeper.quorum has"
                                + " the host in it; if the servers do not use SASL, set"
                                + " zookeeper.sasl.disable: true.");
    }

    @Test
    void aLoginContextOfAnotherNameIsUsedOrMissed() throws Exception {
        Sasl other = new Sasl(true, "zookeeper", "Other");

        assertThat(
                        connect("/other", login("jobmanager", keytab("jobmanager"), other))
                                .campaign(CANDIDATE))
                .isPresent();
        assertThatThrownBy(
                        () ->
                                connect(
                                        "/other",
                                        new ClientSecurity(
                                                new Sasl(true, "zookeeper", "Misspelt"),
                                                as("jobmanager").login(),
                                                Optional.empty())))
                .isInstanceOf(AccessRefusedException.class)
                .hasMessage(
                        "There is no login context 'Misspelt', which"
                                + " zookeeper.sasl.login-context-name names"
                                + " (security.kerberos.login.contexts: Client). Add it to"
                                + " security.kerberos.login.contexts.");
    }

    /** Not a refusal: it is waited for, as a ZooKeeper that does not answer. */
    @Test
    void aKdcThatDoesNotAnswerIsAFailureThatMayPass() throws Exception {
        int nobody = PeerProcess.freePorts(1).get(0);
        Path correct = kdc.getKrb5conf().toPath(); // it reads the system property
        Path elsewhere = folder.resolve("elsewhere.conf");
        Files.writeString(
                elsewhere, Files.readString(correct).replace(":" + kdc.getPort(), ":" + nobody));
        System.setProperty(KRB5_CONF, elsewhere.toString());
        try {
            assertThatThrownBy(() -> connect("/a", as("jobmanager")))
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(AccessRefusedException.class)
                    .hasMessageStartingWith(
                            "No KDC answers to the login of jobmanager@EXAMPLE.COM");
        } finally {
            System.setProperty(KRB5_CONF, correct.toString());
        }
    }
}
