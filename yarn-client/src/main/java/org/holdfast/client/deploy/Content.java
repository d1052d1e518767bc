package org.holdfast.client.deploy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** What is uploaded as one file: a local file, or a local folder as an archive. */
sealed interface Content {

    /** Name of the uploaded file. */
    String name();

    /** SHA-256 of all there is to it, 64 lower-case hexadecimal digits. */
    String digest(FileDigests digests) throws IOException;

    void writeTo(OutputStream out) throws IOException;

    /** A file as it is. */
    record SingleFile(Path file) implements Content {

        @Override
        public String name() {
            return file.getFileName().toString();
        }

        @Override
        public String digest(FileDigests digests) throws IOException {
            return digests.of(file);
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            Files.copy(file, out);
        }
    }

    /**
     * The files of a folder and below. Modification times are kept, because a class-data archive
     * only fits to jars that have not changed since.
     */
    record Folder(Path folder) implements Content {

        /** The ending is what tells a NodeManager how to unpack it. */
        @Override
        public String name() {
            return folder.getFileName() + ".jar";
        }

        @Override
        public String digest(FileDigests digests) throws IOException {
            StringBuilder text = new StringBuilder();
            for (Path file : files()) {
                text.append(digests.of(file))
                        .append(' ')
                        .append(modified(file).toMillis())
                        .append(' ')
                        .append(folder.relativize(file))
                        .append('\n');
            }
            return FileDigests.ofText(text.toString());
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            ZipOutputStream zip = new ZipOutputStream(out);
            // jars do not get smaller
            zip.setLevel(Deflater.NO_COMPRESSION);
            for (Path file : files()) {
                ZipEntry entry = new ZipEntry(folder.relativize(file).toString());
                entry.setLastModifiedTime(modified(file));
                zip.putNextEntry(entry);
                Files.copy(file, zip);
                zip.closeEntry();
            }
            zip.finish();
        }

        /** All files below, sorted. */
        List<Path> files() throws IOException {
            try (Stream<Path> below = Files.walk(folder)) {
                return below.filter(Files::isRegularFile).sorted().toList();
            }
        }

        private static FileTime modified(Path file) throws IOException {
            return Files.getLastModifiedTime(file);
        }
    }
}
