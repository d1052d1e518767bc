package org.holdfast.client.deploy;

import static java.util.Objects.requireNonNull;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsAction;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.apache.hadoop.yarn.api.records.LocalResourceVisibility;
import org.holdfast.runtime.config.YarnOptions;
import org.holdfast.yarn.launch.ShippedFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What containers need, on the cluster's file system.
 *
 * <pre>
 * &lt;staging directory&gt;/.holdfast/
 *   cache/&lt;SHA-256&gt;/&lt;name&gt;   uploaded once per content; kept
 *   &lt;application id&gt;/          the application's own; deleted at its end
 * </pre>
 */
final class StagingDirectory {

    private static final Logger LOG = LoggerFactory.getLogger(StagingDirectory.class);
    private static final FsPermission FOR_ALL = new FsPermission((short) 0755);
    private static final FsPermission FILE_FOR_ALL = new FsPermission((short) 0644);
    private static final FsPermission FOR_OWNER = new FsPermission((short) 0700);
    private static final FsPermission FILE_FOR_OWNER = new FsPermission((short) 0600);

    private final FileSystem files;
    private final Path root;
    private final short replication;

    private StagingDirectory(FileSystem files, Path root, short replication) {
        this.files = requireNonNull(files, "files");
        this.root = requireNonNull(root, "root");
        this.replication = replication;
    }

    /** The configured directory; nothing is created yet. */
    static StagingDirectory open(
            HadoopEnvironment environment, org.holdfast.runtime.config.Configuration configuration)
            throws IOException {
        Configuration hadoop = environment.forFiles();
        Optional<Path> configured =
                configuration.find(YarnOptions.STAGING_DIRECTORY).map(Path::new);
        URI fileSystem =
                configured
                        .map(Path::toUri)
                        .filter(uri -> uri.getScheme() != null)
                        .orElseGet(() -> FileSystem.getDefaultUri(hadoop));
        FileSystem files = FileSystem.newInstance(fileSystem, hadoop);
        Path parent = configured.orElseGet(files::getHomeDirectory);
        return new StagingDirectory(
                files,
                new Path(files.makeQualified(parent), ".holdfast"),
                configuration.get(YarnOptions.FILE_REPLICATION).shortValue());
    }

    FileSystem files() {
        return files;
    }

    /** An application's own directory. */
    URI of(String applicationId) {
        return directory(applicationId).toUri();
    }

    /**
     * Uploads what is not there yet.
     *
     * @param link name in a container's working directory
     * @param unpacked whether containers get what is in the archive
     * @param forAll whether every user of the cluster may read it, so that a NodeManager keeps one
     *     copy for all
     */
    ShippedFile cache(
            Content content, FileDigests digests, String link, boolean unpacked, boolean forAll)
            throws IOException {
        Path directory = new Path(new Path(root, "cache"), content.digest(digests));
        Path file = new Path(directory, content.name());
        FileStatus status = find(file);
        if (status == null) {
            makeDirectory(directory, FOR_ALL);
            upload(content, file, forAll ? FILE_FOR_ALL : FILE_FOR_OWNER);
            status = files.getFileStatus(file);
            LOG.info("Uploaded {} bytes of {} to {}", status.getLen(), content, file);
        }
        refuseForeign(status);
        return new ShippedFile(
                link,
                file.toUri(),
                status.getLen(),
                status.getModificationTime(),
                unpacked,
                forAll && isPublic(status)
                        ? LocalResourceVisibility.PUBLIC
                        : LocalResourceVisibility.PRIVATE);
    }

    /** Writes a file of an application's own. */
    ShippedFile put(String applicationId, String name, byte[] bytes, String link, boolean unpacked)
            throws IOException {
        Path directory = directory(applicationId);
        makeDirectory(directory, FOR_OWNER);
        FileStatus status =
                write(new Path(directory, name), FILE_FOR_OWNER, out -> out.write(bytes));
        return new ShippedFile(
                link,
                status.getPath().toUri(),
                status.getLen(),
                status.getModificationTime(),
                unpacked,
                LocalResourceVisibility.APPLICATION);
    }

    /** The applications that have a directory of their own. */
    List<String> applications() throws IOException {
        try {
            return Arrays.stream(files.listStatus(root))
                    .filter(FileStatus::isDirectory)
                    .map(directory -> directory.getPath().getName())
                    .filter(name -> name.startsWith(ApplicationId.appIdStrPrefix))
                    .sorted()
                    .toList();
        } catch (FileNotFoundException e) {
            return List.of();
        }
    }

    /** Deletes an application's own directory; does nothing if there is none. */
    void delete(String applicationId) throws IOException {
        if (files.delete(directory(applicationId), true)) {
            LOG.info("Deleted {}", directory(applicationId));
        }
    }

    private Path directory(String applicationId) {
        return new Path(root, applicationId);
    }

    private FileStatus find(Path file) throws IOException {
        try {
            return files.getFileStatus(file);
        } catch (FileNotFoundException e) {
            return null;
        }
    }

    private void makeDirectory(Path directory, FsPermission permission) throws IOException {
        if (find(directory) == null) {
            if (!files.mkdirs(directory, FOR_ALL)) {
                throw new IOException(directory + " could not be created");
            }
            files.setPermission(directory, permission);
        }
    }

    /** A file gets its name when it is complete: whoever finds it finds all of it. */
    private void upload(Content content, Path file, FsPermission permission) throws IOException {
        Path upload = new Path(file.getParent(), "." + UUID.randomUUID());
        try {
            write(upload, permission, content::writeTo);
            if (!files.rename(upload, file)) {
                LOG.info("{} was uploaded by somebody else meanwhile", file);
            }
        } finally {
            files.delete(upload, false);
        }
    }

    private FileStatus write(Path file, FsPermission permission, Writer writer) throws IOException {
        short copies = replication > 0 ? replication : files.getDefaultReplication(file);
        try (FSDataOutputStream out =
                files.create(
                        file,
                        permission,
                        false,
                        64 * 1024,
                        copies,
                        files.getDefaultBlockSize(file),
                        null)) {
            writer.writeTo(out);
        }
        // whatever the umask made of it
        files.setPermission(file, permission);
        return files.getFileStatus(file);
    }

    /** A cache that somebody else can write to could hold anything under our digest. */
    private static void refuseForeign(FileStatus status) throws IOException {
        String user = UserGroupInformation.getCurrentUser().getShortUserName();
        if (!status.getOwner().equals(user)) {
            throw new IOException(
                    status.getPath()
                            + " belongs to '"
                            + status.getOwner()
                            + "', not to '"
                            + user
                            + "'. Set yarn.staging-directory to a directory of your own.");
        }
    }

    /** NodeManagers share a file only if everybody may reach it. */
    private boolean isPublic(FileStatus file) throws IOException {
        if (!file.getPermission().getOtherAction().implies(FsAction.READ)) {
            return false;
        }
        for (Path above = file.getPath().getParent(); above != null; above = above.getParent()) {
            FsAction others = files.getFileStatus(above).getPermission().getOtherAction();
            if (!others.implies(FsAction.EXECUTE)) {
                return false;
            }
        }
        return true;
    }

    @FunctionalInterface
    private interface Writer {
        void writeTo(OutputStream out) throws IOException;
    }
}
