package org.holdfast.client.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.holdfast.client.deploy.DeployedCluster;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionFileTest {

    private static final DeployedCluster CLUSTER =
            new DeployedCluster("application_1_0002", URI.create("http://localhost:4711"));

    @TempDir Path directory;
    private SessionFile file;

    @BeforeEach
    void name() {
        file = new SessionFile(directory, "ada");
    }

    @Test
    void readsWhatItWrote() throws CliException {
        file.write(CLUSTER, Map.of("a", "1", "b", "x=y"));
        assertThat(file.read())
                .contains(
                        new SessionFile.Session(
                                "application_1_0002",
                                Optional.of(URI.create("http://localhost:4711")),
                                Map.of("a", "1", "b", "x=y")));
        assertThat(directory.resolve(".yarn-properties-ada")).exists();
    }

    @Test
    void readsFlinksFile() throws IOException, CliException {
        Files.writeString(
                file.path(),
                "applicationID=application_5_0001\ndynamicPropertiesString=a\\=1@@b\\=2\n");
        assertThat(file.read())
                .contains(
                        new SessionFile.Session(
                                "application_5_0001",
                                Optional.empty(),
                                Map.of("a", "1", "b", "2")));
    }

    @Test
    void isEmptyWithoutAFile() throws CliException {
        assertThat(file.read()).isEmpty();
    }

    @Test
    void saysToDeleteAFileThatIsNotOne() throws IOException {
        Files.writeString(file.path(), "applicationID=../../etc\n");
        assertThatThrownBy(file::read)
                .hasMessageContaining(file.path().toString())
                .hasMessageContaining("Delete it");
    }

    @Test
    void forgetsOnlyTheSessionItNames() throws CliException {
        file.write(CLUSTER, Map.of());
        file.deleteIfNames("application_1_0001");
        assertThat(file.read()).isPresent();
        file.deleteIfNames("application_1_0002");
        assertThat(file.read()).isEmpty();
    }
}
