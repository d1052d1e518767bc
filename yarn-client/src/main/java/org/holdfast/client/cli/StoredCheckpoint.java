package org.holdfast.client.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.Path;
import org.holdfast.ha.storage.StorageDirectories;
import org.holdfast.ha.storage.StorageDirectory;
import org.holdfast.ha.store.CheckpointStore;
import org.holdfast.runtime.checkpoint.CheckpointKind;
import org.holdfast.runtime.checkpoint.CheckpointMetadata;
import org.holdfast.runtime.checkpoint.CheckpointMetadataJson;
import org.holdfast.runtime.checkpoint.StateHandle;

/**
 * A checkpoint or savepoint as it lies on a file system; no cluster is asked.
 *
 * @param directory where it was found, which need not be where it was written
 */
record StoredCheckpoint(StorageDirectory directory, CheckpointMetadata metadata) {

    /**
     * Finds it.
     *
     * @param path of its directory or of its metadata file
     * @throws CliException if there is none, or if it cannot be used
     */
    static StoredCheckpoint read(String path) throws CliException {
        StorageDirectories directories = new StorageDirectories(new Configuration());
        try {
            byte[] json = CheckpointStore.read(directories, path);
            return new StoredCheckpoint(directories.at(directoryOf(path)), metadata(path, json));
        } catch (ChecksumException e) {
            throw new CliException(
                    ExitCode.BAD_CHECKPOINT,
                    path
                            + " is damaged: its file system's checksum does not fit. Use another,"
                            + " or a copy.",
                    e);
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private static CheckpointMetadata metadata(String path, byte[] json) throws IOException {
        try {
            return CheckpointMetadataJson.read(json);
        } catch (IOException e) {
            throw new IOException(path + ": " + e.getMessage(), e);
        }
    }

    private static String directoryOf(String path) {
        String end = "/" + CheckpointStore.METADATA_FILE;
        String trimmed = path.replaceAll("/+$", "");
        return trimmed.endsWith(end)
                ? trimmed.substring(0, trimmed.length() - end.length())
                : trimmed;
    }

    private static CliException unusable(IOException cause) {
        // what a NameNode answers carries its stack trace in the message
        String reason = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
        return new CliException(ExitCode.BAD_CHECKPOINT, reason, cause);
    }

    /**
     * Deletes a savepoint with all its files.
     *
     * @throws CliException if it is a checkpoint, which its job looks after, or if other files are
     *     among its own; nothing is deleted then
     */
    void dispose() throws CliException {
        if (metadata.kind() == CheckpointKind.CHECKPOINT) {
            throw new CliException(
                    ExitCode.BAD_CHECKPOINT,
                    directory
                            + " is a checkpoint of job "
                            + metadata.job()
                            + ", not a savepoint. The job removes it when newer ones replace it;"
                            + " one that was retained after the job's end is removed with its"
                            + " directory.");
        }
        try {
            List<String> foreign = new ArrayList<>(directory.list());
            foreign.removeAll(ownFiles());
            if (!foreign.isEmpty()) {
                throw new CliException(
                        ExitCode.BAD_CHECKPOINT,
                        directory
                                + " also holds '"
                                + foreign.get(0)
                                + "', which is not the savepoint's. Move it away; nothing was"
                                + " deleted.");
            }
            directory.deleteAll();
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private Set<String> ownFiles() {
        Set<String> names = new TreeSet<>(Set.of(CheckpointStore.METADATA_FILE));
        metadata.operators().values().stream()
                .flatMap(state -> state.keyed().stream())
                .map(StateHandle::file)
                .filter(file -> !file.isEmpty())
                .forEach(file -> names.add(new Path(file).getName()));
        return names;
    }
}
