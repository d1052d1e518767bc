package org.holdfast.ha.zookeeper.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Half a configuration is refused, with what is missing. */
class RefusedZooCfgTest {

    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "here");

    @TempDir private Path folder;

    private PeerSettings settings(int id, String... lines) throws Exception {
        ZooCfg cfg = cfg(lines);
        return PeerSettings.of(
                cfg, ServerLines.of(cfg, THIS_MACHINE::contains), id, folder.resolve("data"));
    }

    private ZooCfg cfg(String... lines) throws Exception {
        Path file = folder.resolve("zoo.cfg");
        Files.writeString(file, String.join("\n", lines));
        return ZooCfg.read(file);
    }

    private void assertRefused(String message, int id, String... lines) {
        assertThatThrownBy(() -> settings(id, lines))
                .isInstanceOf(InvalidZooCfgException.class)
                .hasMessage(folder.resolve("zoo.cfg") + message);
    }

    @Test
    void aFileThatIsNotThere() {
        assertThatThrownBy(() -> ZooCfg.read(folder.resolve("zoo.cfg")))
                .hasMessage(
                        folder.resolve("zoo.cfg")
                                + " does not exist. Write it, with a line for each server, such as"
                                + " server.1=localhost:2888:3888.");
    }

    @Test
    void noServers() {
        assertRefused(
                " names no server. Add a line for each, such as server.1=localhost:2888:3888.",
                1,
                "# server.1=localhost:2888:3888",
                "tickTime=2000");
    }

    @Test
    void anIdThatHasNoLine() {
        assertRefused(
                " has no server.7: it names server.0, server.12. Start one of these, or add the"
                        + " line.",
                7,
                "server.0=a",
                "server.12=b");
    }

    @Test
    void noHost() {
        assertRefused(
                ", line 2: 'server.1=': there is no host (expected: server.1=host:2888:3888).",
                1,
                "",
                "server.1=");
        assertRefused(
                ", line 1: 'server.1=;2181': there is no host (expected: server.1=host:2888:3888).",
                1,
                "server.1=;2181");
    }

    @ParameterizedTest
    @CsvSource({"x", "-1", "256", "''", "1.1", "99999999999"})
    void noId(String id) {
        assertRefused(
                ", line 1: 'server."
                        + id
                        + "=a': '"
                        + id
                        + "' is no id (expected: a number from 0 to 255).",
                1,
                "server." + id + "=a");
    }

    @ParameterizedTest
    @CsvSource({"0", "65536", "99999999999"})
    void noPort(String port) {
        String line = "server.1=a:2888:" + port;
        assertRefused(
                ", line 1: '" + line + "': port " + port + " (expected: 1 to 65535).", 1, line);
    }

    @ParameterizedTest
    @CsvSource({"a:b", "a:2888:3888:voter", "a b", "2888:3888:", "a:-1"})
    void noAddress(String address) {
        assertRefused(
                ", line 1: 'server.1="
                        + address
                        + "': '"
                        + address
                        + "' is no address (expected: host, host:2888:3888, or one of these with"
                        + " ;2181 at the end).",
                1,
                "server.1=" + address);
    }

    @Test
    void noPortForClients() {
        assertRefused(
                ", line 1: 'server.1=a;x': 'x' is no port for clients (expected: ;2181 or"
                        + " ;host:2181).",
                1,
                "server.1=a;x");
    }

    @Test
    void twiceTheSameId() {
        assertRefused(
                ", lines 1 and 3: server.1 is there twice. Give each its own id.",
                1,
                "server.1=a",
                "server.2=b",
                "server.01=c");
        assertRefused(
                ", lines 1 and 2: server.1 is set twice. Remove one.",
                1,
                "server.1=a",
                "server.1=b");
    }

    @Test
    void observersOnly() {
        assertRefused(
                " has observers only, which elect no leader. Remove :observer from most lines.",
                1,
                "server.1=a:2888:3888:observer");
    }

    @Test
    void serversOfOneMachineWithTheSamePorts() {
        assertRefused(
                ", lines 1 and 2: server.1 and server.2 are both on here and would both use port"
                        + " 2888, for other servers. Give each its own, as in"
                        + " server.2=here:2889:3889.",
                1,
                "server.1=localhost",
                "server.2=here");
        assertRefused(
                ", lines 2 and 4: server.1 and server.2 are both on localhost and would both use"
                        + " port 2181, for clients. Give each its own, as in"
                        + " server.2=localhost:2889:3889;2182.",
                1,
                "tickTime=2000",
                "server.1=localhost:2888:3888",
                "#",
                "server.2=localhost:2889:3889");
        assertRefused(
                ", lines 1 and 2: server.1 and server.2 are both on far and would both use port"
                        + " 3888, for other servers. Give each its own, as in"
                        + " server.2=far:2889:3889.",
                1,
                "server.1=far:2888:3888;2181",
                "server.2=FAR:2889:3888;2182");
        assertRefused(
                ", line 1: server.1 would use port 2888 twice. Give each purpose a port of its"
                        + " own.",
                1,
                "server.1=a:2888:2888",
                "server.2=b");
        assertRefused(
                ", lines 2 and 3: server.1 and server.2 are both on localhost and would both use"
                        + " port 2281, for clients with TLS. Give each its own, as in"
                        + " server.2=localhost:2889:3889.",
                1,
                "secureClientPort=2281",
                "server.1=localhost:2888:3888;2181",
                "server.2=localhost:2889:3889;2182");
    }

    @Test
    void serversOfOneMachineWithTheSameDirectory() {
        for (String key : new String[] {"dataDir", "dataLogDir"}) {
            assertRefused(
                    ", lines 1, 2 and 3: server.1 and server.2 are both on localhost and would"
                            + " share "
                            + key
                            + " /data. Remove "
                            + key
                            + ": each has a directory of its own then.",
                    1,
                    "server.1=localhost:2888:3888;2181",
                    "server.2=localhost:2889:3889;2182",
                    key + "=/data");
        }
    }

    @Test
    void aRelativeDirectory() {
        assertRefused(
                ", line 2: dataDir is 'data' (expected: an absolute path, so that a restart from"
                        + " elsewhere finds it).",
                1,
                "server.1=localhost",
                "dataDir=data");
    }

    @Test
    void wrongNumbers() {
        assertRefused(
                ", line 1: tickTime is 'soon' (expected: a whole number, at least 1).",
                1,
                "tickTime=soon",
                "server.1=localhost");
        assertRefused(
                ", line 1: clientPort is '70000' (expected: a whole number, 1 to 65535).",
                1,
                "clientPort=70000",
                "server.1=localhost");
    }

    @Test
    void aSecondFileThatSaysWhoTheServersAre() {
        assertRefused(
                ", line 1: dynamicConfigFile is not for the bundled ZooKeeper, whose servers are"
                        + " those of this file. Remove it, or run a ZooKeeper of your own.",
                1,
                "dynamicConfigFile=/etc/zoo.cfg.dynamic",
                "server.1=localhost");
    }

    @Test
    void whatZooKeeperRefuses() {
        assertThatThrownBy(
                        () ->
                                new PeerServer(
                                        cfg(),
                                        settings(
                                                1,
                                                "server.1=localhost",
                                                "peerType=bystander",
                                                "dataDir=" + folder),
                                        () -> {}))
                .hasMessage(
                        folder.resolve("zoo.cfg")
                                + " is refused by ZooKeeper: Unrecognised peertype: bystander");
    }

    @Test
    void aDirectoryOfAnotherServer() throws Exception {
        PeerSettings twelve = settings(12, "server.12=localhost");
        DataDirectory.claim(twelve.dataDirectory(), twelve.server());
        DataDirectory.claim(twelve.dataDirectory(), twelve.server());
        ServerLine one = settings(1, "server.1=localhost").server();

        assertThatThrownBy(() -> DataDirectory.claim(twelve.dataDirectory(), one))
                .hasMessage(
                        folder.resolve("data/12/myid")
                                + " says '12', but this is server.1: the directory is another"
                                + " server's. Correct the id, or set dataDir in zoo.cfg to a"
                                + " directory of its own.");
        assertThat(folder.resolve("data/12/myid")).hasContent("12");
    }

    @Test
    void aDirectoryThatCannotBeWritten() throws Exception {
        Files.writeString(folder.resolve("data"), "a file");
        PeerSettings settings = settings(1, "server.1=localhost");

        assertThatThrownBy(() -> DataDirectory.claim(settings.dataDirectory(), settings.server()))
                .hasMessageStartingWith(
                        "The data directory %s of server.1 cannot be used ("
                                .formatted(folder.resolve("data/1")))
                .hasMessageEndingWith("Make it writable, or set dataDir in zoo.cfg to another.");
    }

    @Test
    void aPortThatIsInUse() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = other.getLocalPort();
            PeerSettings settings = settings(1, "server.1=localhost;" + port);
            ZooCfg cfg = ZooCfg.read(folder.resolve("zoo.cfg"));

            assertThatThrownBy(() -> Ports.requireFree(cfg, settings))
                    .hasMessage(
                            folder.resolve("zoo.cfg")
                                    + ", line 1: port "
                                    + port
                                    + " of server.1 is in use on this machine, or may not be used"
                                    + " (Address already in use). Stop what uses it, or name"
                                    + " another.");
        }
    }

    @Test
    void aHostThatIsAnotherMachine() throws Exception {
        PeerSettings settings = settings(1, "server.1=192.0.2.1", "server.2=192.0.2.2");
        ZooCfg cfg = ZooCfg.read(folder.resolve("zoo.cfg"));

        assertThatThrownBy(() -> Ports.requireFree(cfg, settings))
                .hasMessage(
                        folder.resolve("zoo.cfg")
                                + ", line 1: server.1 is on 192.0.2.1, which is 192.0.2.1, not this"
                                + " machine. Start it there; if that address only leads here, set"
                                + " quorumListenOnAllIPs=true.");
    }
}
