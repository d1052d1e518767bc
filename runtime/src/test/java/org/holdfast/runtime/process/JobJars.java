package org.holdfast.runtime.process;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;

/** Packs test jobs. */
final class JobJars {

    private JobJars() {}

    /** A jar with all classes of the package of {@code type}. */
    static Path packageOf(Class<?> type, Path jar) throws IOException {
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                DirectoryStream<Path> classes = Files.newDirectoryStream(folderOf(type))) {
            for (Path file : classes) {
                String folder = type.getPackageName().replace('.', '/');
                out.putNextEntry(new ZipEntry(folder + "/" + file.getFileName()));
                Files.copy(file, out);
            }
        }
        return jar;
    }

    private static Path folderOf(Class<?> type) throws IOException {
        try {
            return Path.of(type.getResource(type.getSimpleName() + ".class").toURI()).getParent();
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }
}
