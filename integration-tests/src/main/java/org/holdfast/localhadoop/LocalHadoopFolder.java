package org.holdfast.localhadoop;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;

/** The folder of one local Hadoop, laid out as the package description draws it. */
record LocalHadoopFolder(Path root) {
    private static final String MARKER = ".local-hadoop";
    private static final List<String> DATA = List.of("hdfs", "yarn", "zookeeper", "conf");

    /**
     * Makes the folder ready for a new cluster: data of an earlier one is deleted, logs stay.
     *
     * @throws IOException if the folder holds something that is not ours, or cannot be written
     */
    static LocalHadoopFolder prepare(Path root) throws IOException {
        LocalHadoopFolder folder = new LocalHadoopFolder(root);
        folder.claim();
        Files.deleteIfExists(folder.addresses());
        for (String name : DATA) {
            deleteTree(root.resolve(name));
            Files.createDirectories(root.resolve(name));
        }
        return folder;
    }

    Path configuration() {
        return root.resolve("conf");
    }

    Path hdfs() {
        return root.resolve("hdfs");
    }

    Path yarn() {
        return root.resolve("yarn");
    }

    Path zooKeeper() {
        return root.resolve("zookeeper");
    }

    /** Publishes the addresses at once: whoever sees the file sees all of it. */
    void publishAddresses(String lines) throws IOException {
        Path draft = root.resolve("addresses.tmp");
        Files.writeString(draft, lines);
        Files.move(draft, addresses(), StandardCopyOption.ATOMIC_MOVE);
    }

    void withdrawAddresses() throws IOException {
        Files.deleteIfExists(addresses());
    }

    private Path addresses() {
        return root.resolve("addresses");
    }

    private void claim() throws IOException {
        Files.createDirectories(root);
        Path marker = root.resolve(MARKER);
        if (Files.exists(marker)) {
            return;
        }
        try (Stream<Path> entries = Files.list(root)) {
            if (entries.findAny().isPresent()) {
                throw new IOException(
                        "The folder "
                                + root
                                + " holds files that are not a local Hadoop's. Name an empty or a new folder.");
            }
        }
        Files.createFile(marker);
    }

    private static void deleteTree(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        Files.walkFileTree(
                tree,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.delete(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path folder, IOException failure)
                            throws IOException {
                        if (failure != null) {
                            throw failure;
                        }
                        Files.delete(folder);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }
}
