package org.holdfast.runtime.checkpoint;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import org.holdfast.ha.storage.StorageDirectories;
import org.holdfast.ha.storage.StorageDirectory;
import org.holdfast.runtime.jobgraph.JobId;

/**
 * Where each job's checkpoints are: below what its settings name, or else below the cluster's own
 * directory.
 *
 * @param directories opens them
 * @param clusterRoot the cluster's own directory for checkpoints
 */
public record CheckpointRoots(StorageDirectories directories, String clusterRoot) {

    public CheckpointRoots {
        requireNonNull(directories, "directories");
        requireNonNull(clusterRoot, "clusterRoot");
    }

    /** The job's own directory, without a slash at its end. */
    public String pathOf(JobId job, CheckpointSettings settings) {
        return settings.directory().orElse(clusterRoot).replaceAll("/+$", "") + "/" + job;
    }

    /**
     * The same, whether it exists or not. Blocks.
     *
     * @throws IOException if there is no such file system
     */
    public StorageDirectory of(JobId job, CheckpointSettings settings) throws IOException {
        return directories.at(pathOf(job, settings));
    }
}
