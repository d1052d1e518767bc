package org.holdfast.ha.zookeeper.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is filled in, and what is left as it is. */
class PeerSettingsTest {

    @TempDir private Path folder;

    private PeerSettings settings(int id, String... lines) throws Exception {
        Path file = folder.resolve("zoo.cfg");
        Files.writeString(file, String.join("\n", lines));
        ZooCfg cfg = ZooCfg.read(file);
        return PeerSettings.of(
                cfg, ServerLines.of(cfg, "localhost"::equals), id, folder.resolve("data"));
    }

    @Test
    void aHostIsAConfiguration() throws Exception {
        PeerSettings settings = settings(1, "server.1=localhost");

        assertThat(settings.isQuorum()).isFalse();
        assertThat(settings.dataDirectory()).isEqualTo(folder.resolve("data/1"));
        assertThat(settings.properties())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.ofEntries(
                                Map.entry("dataDir", folder.resolve("data/1").toString()),
                                Map.entry("clientPort", "2181"),
                                Map.entry("tickTime", "500"),
                                Map.entry("initLimit", "40"),
                                Map.entry("syncLimit", "20"),
                                Map.entry("maxSessionTimeout", "600000"),
                                Map.entry("autopurge.purgeInterval", "1"),
                                Map.entry("autopurge.snapRetainCount", "3"),
                                Map.entry("admin.enableServer", "false")));
    }

    @Test
    void whatIsSetStays() throws Exception {
        String directory = folder.resolve("own").toString();
        PeerSettings settings =
                settings(
                        1,
                        "server.1 = a:1:2",
                        "tickTime: 2000",
                        "syncLimit=7",
                        "clientPort=2182",
                        "dataDir=" + directory.substring(0, 5) + "\\",
                        "   " + directory.substring(5),
                        "autopurge.purgeInterval=0",
                        "admin.enableServer=true",
                        "globalOutstandingLimit=10");

        assertThat(settings.properties())
                .doesNotContainKey("server.1")
                .containsEntry("tickTime", "2000")
                .containsEntry("initLimit", "10")
                .containsEntry("syncLimit", "7")
                .containsEntry("clientPort", "2182")
                .containsEntry("dataDir", directory)
                .containsEntry("autopurge.purgeInterval", "0")
                .containsEntry("admin.enableServer", "true")
                .containsEntry("globalOutstandingLimit", "10");
    }

    @Test
    void serversOfOneMachineHaveTheirOwnPortsAndDirectories() throws Exception {
        String[] lines = {
            "clientPort=2181",
            "server.0=localhost:2888:3888",
            "server.12=localhost:2889:3889;2182",
            "server.3=far;127.0.0.1:2183",
            "server.4=far2:1:2:observer",
            "server.255=[::1]:5:6|far3"
        };
        PeerSettings zero = settings(0, lines);
        PeerSettings twelve = settings(12, lines);

        assertThat(zero.isQuorum()).isTrue();
        assertThat(zero.dataDirectory()).isEqualTo(folder.resolve("data/0"));
        assertThat(zero.properties()).containsEntry("clientPort", "2181");
        assertThat(zero.clientPorts()).containsExactly(2181);
        assertThat(twelve.dataDirectory()).isEqualTo(folder.resolve("data/12"));
        assertThat(twelve.properties())
                .as("ZooKeeper takes it from the server's line")
                .doesNotContainKey("clientPort")
                .containsEntry("server.0", "localhost:2888:3888")
                .containsEntry("server.12", "localhost:2889:3889;2182")
                .containsEntry("server.3", "far:2888:3888;127.0.0.1:2183")
                .containsEntry("server.4", "far2:1:2:observer")
                .containsEntry("server.255", "[::1]:5:6|far3:2888:3888");
        assertThat(twelve.clientPorts()).containsExactly(2182);
    }

    @Test
    void whoTakesClientsWithTlsDoesNotTakeThemWithoutUnlessToldTo() throws Exception {
        assertThat(settings(1, "server.1=a", "secureClientPort=2281").properties())
                .containsEntry(
                        "serverCnxnFactory", "org.apache.zookeeper.server.NettyServerCnxnFactory")
                .doesNotContainKey("clientPort");
        assertThat(settings(1, "server.1=a;2181", "secureClientPort=2281").clientPorts())
                .containsExactly(2181, 2281);
        assertThat(settings(1, "server.1=a;127.0.0.1:2182", "clientPort=1").properties())
                .containsEntry("clientPort", "2182")
                .containsEntry("clientPortAddress", "127.0.0.1");
    }
}
