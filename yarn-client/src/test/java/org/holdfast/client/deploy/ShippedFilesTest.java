package org.holdfast.client.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.config.YarnOptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShippedFilesTest {

    @TempDir private Path root;
    private Path lib;

    @BeforeEach
    void makeLib() throws IOException {
        lib = Files.createDirectory(root.resolve("dist-lib"));
        Files.createFile(lib.resolve("b.jar"));
        Files.createFile(lib.resolve("a.jar"));
        Files.createFile(lib.resolve("notes.txt"));
    }

    @Test
    void ownJarsComeFirstOnTheClassPathAndInAFixedOrder() throws Exception {
        Path udfs = Files.createDirectory(root.resolve("udfs"));
        Path extra = Files.createFile(root.resolve("extra.jar"));
        Path words = Files.createFile(root.resolve("words.txt"));

        assertThat(ship(udfs, extra, words).classPath())
                .containsExactly(
                        "lib/a.jar", "lib/b.jar", "udfs", "udfs/*", "extra.jar", "conf/hadoop.jar");
    }

    @Test
    void refusesWhatDoesNotExist() {
        assertThatThrownBy(() -> ship(root.resolve("nothing")))
                .hasMessageContaining("yarn.ship-files: '")
                .hasMessageContaining("nothing' does not exist");
    }

    @Test
    void refusesTwoFilesOfOneName() throws IOException {
        Path own = Files.createDirectory(root.resolve("lib"));

        assertThatThrownBy(() -> ship(own))
                .hasMessageContaining("more than one 'lib' in a container");
    }

    private ShippedFiles ship(Path... added) throws DeploymentException {
        Configuration configuration =
                Configuration.empty()
                        .with(
                                YarnOptions.SHIP_FILES,
                                List.of(added).stream().map(Path::toString).toList());
        return ShippedFiles.of(lib, configuration);
    }
}
