package org.holdfast.client.deploy;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.holdfast.client.deploy.DeploymentException.Kind;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.config.YarnOptions;
import org.holdfast.yarn.launch.ContainerLayout;
import org.holdfast.yarn.launch.ShippedFile;

/**
 * What is the same for many applications: the release's jars, and what the user adds with {@code
 * yarn.ship-files}.
 */
final class ShippedFiles {

    private final Content.Folder lib;
    private final List<Path> added;

    private ShippedFiles(Content.Folder lib, List<Path> added) {
        this.lib = requireNonNull(lib, "lib");
        this.added = List.copyOf(added);
    }

    /** Looks at what is to be shipped; nothing is uploaded yet. */
    static ShippedFiles of(Path lib, Configuration configuration) throws DeploymentException {
        List<Path> added = new ArrayList<>();
        List<String> links = new ArrayList<>(List.of(ContainerLayout.LIB, ContainerLayout.CONF));
        for (String name : configuration.get(YarnOptions.SHIP_FILES)) {
            Path file = Path.of(name).toAbsolutePath().normalize();
            if (!Files.isReadable(file) || file.getFileName() == null) {
                throw invalid("'" + name + "' does not exist or cannot be read");
            }
            String link = file.getFileName().toString();
            if (links.contains(link)) {
                throw invalid("there is more than one '" + link + "' in a container. Rename one");
            }
            links.add(link);
            added.add(file);
        }
        return new ShippedFiles(new Content.Folder(lib), added);
    }

    /** Uploads what the cluster does not have yet. */
    List<ShippedFile> upload(StagingDirectory staging, FileDigests digests) throws IOException {
        List<ShippedFile> files = new ArrayList<>();
        files.add(staging.cache(lib, digests, ContainerLayout.LIB, true, true));
        for (Path file : added) {
            boolean isFolder = Files.isDirectory(file);
            Content content = isFolder ? new Content.Folder(file) : new Content.SingleFile(file);
            String link = file.getFileName().toString();
            files.add(staging.cache(content, digests, link, isFolder, false));
        }
        return files;
    }

    /** The class path in a container, our own jars first. */
    List<String> classPath() throws IOException {
        List<String> entries = new ArrayList<>();
        for (Path file : lib.files()) {
            if (file.getParent().equals(lib.folder()) && isJar(file)) {
                entries.add(ContainerLayout.LIB + "/" + file.getFileName());
            }
        }
        for (Path file : added) {
            if (Files.isDirectory(file)) {
                entries.add(file.getFileName().toString());
                entries.add(file.getFileName() + "/*");
            } else if (isJar(file)) {
                entries.add(file.getFileName().toString());
            }
        }
        entries.add(ContainerLayout.CONF + "/" + ContainerLayout.HADOOP_CONF);
        return entries;
    }

    private static boolean isJar(Path file) {
        return file.toString().endsWith(".jar");
    }

    private static DeploymentException invalid(String what) {
        return new DeploymentException(Kind.INVALID, YarnOptions.SHIP_FILES + ": " + what + ".");
    }
}
