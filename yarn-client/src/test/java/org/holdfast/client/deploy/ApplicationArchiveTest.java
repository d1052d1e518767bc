package org.holdfast.client.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.config.ConfigurationLoader;
import org.holdfast.runtime.config.OptionRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApplicationArchiveTest {

    @TempDir private Path directory;

    @Test
    void containersReadTheConfigurationAsItWas() throws IOException {
        Map<String, String> values =
                Map.of(
                        "parallelism.default", "4",
                        "restart-strategy.fixed-delay.delay", "10 s",
                        "a.password", "it's: \"#\\\n\u00e4{}[]&*!|>%@`",
                        "empty.list", "x;y",
                        "odd: key", "true");

        unpack(new ApplicationArchive().configuration(Configuration.of(values)).toBytes());

        Configuration read =
                new ConfigurationLoader(OptionRegistry.all()).load(directory, List.of());
        assertThat(read.toMap()).containsExactlyInAnyOrderEntriesOf(values);
    }

    @Test
    void holdsHadoopsFilesInAJar() throws IOException {
        Path site =
                Files.writeString(
                        Files.createDirectory(directory.resolve("source")).resolve("core-site.xml"),
                        "<configuration/>");

        unpack(new ApplicationArchive().hadoop(List.of(site)).toBytes());
        unpack(Files.readAllBytes(directory.resolve("hadoop.jar")));

        assertThat(directory.resolve("core-site.xml")).hasContent("<configuration/>");
    }

    private void unpack(byte[] archive) throws IOException {
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path file = directory.resolve(entry.getName());
                Files.createDirectories(file.getParent());
                Files.write(file, zip.readAllBytes());
            }
        }
    }
}
