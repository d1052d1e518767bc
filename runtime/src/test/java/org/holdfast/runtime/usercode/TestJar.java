package org.holdfast.runtime.usercode;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/** Packs classes of the tests' class path into a jar. */
final class TestJar {

    private TestJar() {}

    static Path of(Path file, Class<?>... classes) throws IOException {
        return withManifest(file, new Manifest(), classes);
    }

    static Path naming(Path file, String attribute, String jobClass, Class<?>... classes)
            throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue(attribute, jobClass);
        return withManifest(file, manifest, classes);
    }

    private static Path withManifest(Path file, Manifest manifest, Class<?>... classes)
            throws IOException {
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file), manifest)) {
            for (Class<?> type : classes) {
                String entry = type.getName().replace('.', '/') + ".class";
                jar.putNextEntry(new ZipEntry(entry));
                try (InputStream in = type.getClassLoader().getResourceAsStream(entry)) {
                    in.transferTo(jar);
                }
            }
        }
        return file;
    }
}
