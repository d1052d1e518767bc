package org.holdfast.ha.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.holdfast.ha.zookeeper.ZooKeeperSettings.Access;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZooKeeperSettingsTest {

    private static final Duration TIME = Duration.ofSeconds(10);

    private static ZooKeeperSettings settings(String quorum, String root, String clusterId) {
        return new ZooKeeperSettings(quorum, root, clusterId, TIME, TIME, TIME, 3, Access.OPEN);
    }

    @Test
    void acceptsASlashBeforeTheClusterIdAndSpacesInTheQuorum() {
        ZooKeeperSettings settings =
                settings(" zk-1:2181 , zk-2:2181,[::1]:2181", "/flink/a", "/cluster_one");

        assertThat(settings.clusterPath()).isEqualTo("/flink/a/cluster_one");
        assertThat(settings.quorum()).isEqualTo("zk-1:2181,zk-2:2181,[::1]:2181");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "host", "host:", "host:1/chroot", "a:1,,b:1", "a:1,", "a b:1"})
    void refusesQuorums(String quorum) {
        assertThatThrownBy(() -> settings(quorum, "/holdfast", "a"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ZooKeeper quorum: '" + quorum + "'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "/", "holdfast", "/a/", "//a", "/a/../b", "/zookeeper", "/zookeeper/x"})
    void refusesRoots(String root) {
        assertThatThrownBy(() -> settings("a:1", root, "a"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ZooKeeper root path: '" + root + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "//a", "a/b", "..", "a b", "a/"})
    void refusesClusterIds(String clusterId) {
        assertThatThrownBy(() -> settings("a:1", "/holdfast", clusterId))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cluster id: '" + clusterId + "'");
    }

    @Test
    void refusesTimesAndCountsOutOfRange() {
        assertThatThrownBy(
                        () ->
                                new ZooKeeperSettings(
                                        "a:1",
                                        "/a",
                                        "a",
                                        Duration.ZERO,
                                        TIME,
                                        TIME,
                                        3,
                                        Access.OPEN))
                .hasMessageContaining("session timeout: '0 ms'");
        assertThatThrownBy(
                        () ->
                                new ZooKeeperSettings(
                                        "a:1", "/a", "a", TIME, TIME, TIME, -1, Access.OPEN))
                .hasMessageContaining("retries: '-1'");
    }

    @Test
    void readsAccess() {
        assertThat(Access.parse("open")).isEqualTo(Access.OPEN);
        assertThat(Access.parse("Creator ")).isEqualTo(Access.CREATOR);
        assertThatThrownBy(() -> Access.parse("world")).hasMessageContaining("'world'");
    }
}
