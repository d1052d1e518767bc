package org.holdfast.client.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;
import java.util.stream.Stream;
import org.apache.hadoop.yarn.api.records.LocalResourceVisibility;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.config.YarnOptions;
import org.holdfast.yarn.launch.ShippedFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a local file system, which Hadoop serves like any other. */
class StagingDirectoryTest {

    @TempDir private Path root;
    private Path lib;
    private StagingDirectory staging;

    @BeforeEach
    void open() throws Exception {
        Path conf = Files.createDirectory(root.resolve("hadoop"));
        Files.writeString(conf.resolve("yarn-site.xml"), "<configuration/>");
        Path parent = Files.createDirectory(root.resolve("staging"));
        Configuration configuration =
                Configuration.empty()
                        .with(YarnOptions.STAGING_DIRECTORY, parent.toUri().toString());
        staging =
                StagingDirectory.open(
                        HadoopEnvironment.find(
                                Map.of("HADOOP_CONF_DIR", conf.toString()),
                                configuration.get(YarnOptions.CONNECT_TIMEOUT)),
                        configuration);
        lib = Files.createDirectories(root.resolve("lib"));
        Files.writeString(lib.resolve("b.jar"), "second");
        Files.writeString(lib.resolve("a.jar"), "first");
        Files.setLastModifiedTime(lib.resolve("a.jar"), FileTime.fromMillis(1_700_000_001_000L));
    }

    @Test
    void uploadsTheSameContentOnce() throws IOException {
        ShippedFile first = cache();
        ShippedFile again = cache();

        assertThat(again).isEqualTo(first);
        assertThat(uploaded()).containsExactly(Path.of(first.uri()));
    }

    @Test
    void uploadsChangedContentBesidesTheOld() throws IOException {
        ShippedFile first = cache();
        Files.writeString(lib.resolve("b.jar"), "changed");

        ShippedFile second = cache();

        assertThat(second.uri()).isNotEqualTo(first.uri());
        assertThat(uploaded()).hasSize(2);
    }

    @Test
    void anArchiveHoldsTheFilesWithTheirTimes() throws IOException {
        ShippedFile shipped = cache();

        List<String> entries = new ArrayList<>();
        try (JarInputStream jar =
                new JarInputStream(Files.newInputStream(Path.of(shipped.uri())))) {
            for (JarEntry entry = jar.getNextJarEntry();
                    entry != null;
                    entry = jar.getNextJarEntry()) {
                entries.add(entry.getName() + "=" + new String(jar.readAllBytes(), UTF_8));
                if (entry.getName().equals("a.jar")) {
                    assertThat(entry.getLastModifiedTime().toMillis())
                            .isEqualTo(1_700_000_001_000L);
                }
            }
        }
        assertThat(entries).containsExactly("a.jar=first", "b.jar=second");
        assertThat(shipped.size()).isEqualTo(Files.size(Path.of(shipped.uri())));
    }

    @Test
    void sharesOnlyWhatEverybodyCanReach() throws IOException {
        // the temporary directory above is the user's own
        assertThat(cache().visibility()).isEqualTo(LocalResourceVisibility.PRIVATE);
    }

    @Test
    void anApplicationsFilesAreItsOwnAndGoWithIt() throws IOException {
        ShippedFile cached = cache();
        ShippedFile own =
                staging.put("application_1_0001", "conf.zip", new byte[] {1, 2}, "conf", true);

        Path directory = Path.of(staging.of("application_1_0001"));
        assertThat(Path.of(own.uri())).hasParent(directory).hasBinaryContent(new byte[] {1, 2});
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
                .isEqualTo("rwx------");

        staging.delete("application_1_0001");
        staging.delete("application_1_0001");
        assertThat(directory).doesNotExist();
        assertThat(Path.of(cached.uri())).exists();
    }

    private ShippedFile cache() throws IOException {
        FileDigests digests = new FileDigests(root.resolve("digests"));
        ShippedFile file = staging.cache(new Content.Folder(lib), digests, "lib", true, true);
        digests.save();
        return file;
    }

    private List<Path> uploaded() throws IOException {
        try (Stream<Path> files = Files.walk(root.resolve("staging/.holdfast/cache"))) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().endsWith(".crc"))
                    .toList();
        }
    }
}
