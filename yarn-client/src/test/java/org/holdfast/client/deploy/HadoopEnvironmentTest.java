package org.holdfast.client.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.holdfast.client.deploy.DeploymentException.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HadoopEnvironmentTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(8);

    @TempDir private Path directory;

    @Test
    void asksForHadoopConfDirWhenItIsNotSet() {
        assertThatThrownBy(() -> HadoopEnvironment.find(Map.of(), TIMEOUT))
                .isInstanceOfSatisfying(
                        DeploymentException.class,
                        e -> assertThat(e.kind()).isEqualTo(Kind.INVALID))
                .hasMessageStartingWith("HADOOP_CONF_DIR is not set.");
    }

    @Test
    void saysThatAFolderIsNoConfiguration() {
        assertThatThrownBy(() -> find(directory))
                .hasMessageContaining(directory + "', which has no yarn-site.xml");
    }

    @Test
    void readsTheFilesAndWaitsNoLongerThanItWasTold() throws Exception {
        write("core-site.xml", "fs.defaultFS", "hdfs://nn:8020");
        write("yarn-site.xml", "yarn.resourcemanager.address", "rm:8032");

        HadoopEnvironment environment = find(directory);

        assertThat(environment.files())
                .containsExactly(
                        directory.resolve("core-site.xml"), directory.resolve("yarn-site.xml"));
        assertThat(FileSystem.getDefaultUri(environment.forFiles())).hasHost("nn");
        YarnConfiguration yarn = (YarnConfiguration) environment.forResourceManager();
        assertThat(yarn.get(YarnConfiguration.RM_ADDRESS)).isEqualTo("rm:8032");
        assertThat(yarn.getLong(YarnConfiguration.RESOURCEMANAGER_CONNECT_MAX_WAIT_MS, 0))
                .isEqualTo(8000);
        assertThat(yarn.getInt("ipc.client.connect.timeout", 0)).isEqualTo(2000);
    }

    private static HadoopEnvironment find(Path directory) throws DeploymentException {
        return HadoopEnvironment.find(Map.of("HADOOP_CONF_DIR", directory.toString()), TIMEOUT);
    }

    private void write(String file, String key, String value) throws IOException {
        Files.writeString(
                directory.resolve(file),
                "<configuration><property><name>%s</name><value>%s</value></property></configuration>"
                        .formatted(key, value));
    }
}
