package org.holdfast.localhadoop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LocalHadoopMainTest {
    @Test
    void readsTheArgumentsOfTheScript() {
        LocalHadoopOptions options =
                LocalHadoopMain.parse(
                        "dir=/data/hadoop",
                        "nodemanagers=3",
                        "memory=2048",
                        "heartbeat=250",
                        "zookeeper-port=2181",
                        "property.dfs.blocksize=1048576");

        assertThat(options)
                .isEqualTo(
                        LocalHadoopOptions.in(Path.of("/data/hadoop"))
                                .withNodes(3, 2048, 16)
                                .withHeartbeat(Duration.ofMillis(250))
                                .withPorts(new LocalHadoopOptions.Ports(0, 0, 0, 2181))
                                .withProperty("dfs.blocksize", "1048576"));
    }

    @Test
    void namesTheArgumentItCannotUse() {
        assertThatThrownBy(() -> LocalHadoopMain.parse("dir=/data", "memroy=1"))
                .hasMessageContaining("memroy=1");
        assertThatThrownBy(() -> LocalHadoopMain.parse("dir=/data", "memory=much"))
                .hasMessageContaining("memory: 'much'");
        assertThatThrownBy(() -> LocalHadoopMain.parse("dir=/data", "vcores=0"))
                .hasMessageContaining("vcores per NodeManager: 0");
        assertThatThrownBy(() -> LocalHadoopMain.parse("memory=1"))
                .hasMessageContaining("'dir' is missing");
    }
}
