package org.holdfast.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;

class ClassDataArchiveTest {

    @TempDir private Path folder;

    /** What runs in the JVMs of this test: makes the archive. */
    public static final class Maker {

        private Maker() {}

        public static void main(String[] arguments) throws Exception {
            ClassDataArchive.ofThisProcess().orElseThrow().make();
        }
    }

    @Test
    void theNextProcessTakesItsClassesFromTheArchive() throws Exception {
        Path archive = folder.resolve("holdfast-test.jsa");

        String first = run(archive);
        assertThat(archive).as(first).isNotEmptyFile();

        assertThat(run(archive))
                .containsPattern(
                        "\\Q"
                                + ClassDataArchive.class.getName()
                                + "\\E source: shared objects file");
        assertThat(first)
                .doesNotContainPattern(
                        "\\Q"
                                + ClassDataArchive.class.getName()
                                + "\\E source: shared objects file");
    }

    private String run(Path archive) throws Exception {
        Path output = folder.resolve("output");
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx64m",
                                "-XX:SharedArchiveFile=" + archive,
                                "-Xlog:class+load",
                                "-cp",
                                classPathOfJars(),
                                Maker.class.getName())
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        try {
            assertThat(process.waitFor(90, TimeUnit.SECONDS)).as("ended in time").isTrue();
            String text = Files.readString(output);
            assertThat(process.exitValue()).as(text).isZero();
            return text;
        } finally {
            process.destroyForcibly();
        }
    }

    /** What the JVMs need of this test's class path, with jars in place of folders. */
    private String classPathOfJars() throws IOException, URISyntaxException {
        List<String> entries = new ArrayList<>();
        for (Class<?> needed : List.of(Maker.class, ClassDataArchive.class, Logger.class)) {
            Path path = Path.of(needed.getProtectionDomain().getCodeSource().getLocation().toURI());
            Path jar = folder.resolve(entries.size() + ".jar");
            entries.add((Files.isDirectory(path) ? jar(path, jar) : path).toString());
        }
        return String.join(File.pathSeparator, entries);
    }

    private static Path jar(Path classes, Path jar) throws IOException {
        if (Files.exists(jar)) {
            return jar;
        }
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file);
                Stream<Path> files = Files.walk(classes)) {
            for (Path each : files.filter(Files::isRegularFile).sorted().toList()) {
                out.putNextEntry(new JarEntry(classes.relativize(each).toString()));
                Files.copy(each, out);
                out.closeEntry();
            }
        }
        return jar;
    }
}
