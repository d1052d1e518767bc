package org.holdfast.ha.store;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.holdfast.ha.leader.CoordinationPath;
import org.holdfast.ha.leader.CoordinationStore;
import org.holdfast.ha.leader.FencedException;
import org.holdfast.ha.leader.LeaderEpoch;
import org.holdfast.ha.storage.DamagedMetadataException;
import org.holdfast.ha.storage.StorageDirectories;
import org.holdfast.ha.storage.StorageDirectory;

/**
 * Removes what is left of jobs that have ended. What breaks off half-way is taken up again by
 * whoever leads then: the result stays dirty until nothing else is left. Thread-safe; all calls
 * block.
 */
public final class JobCleanup {

    private static final String CHECKPOINTS = "X7";
    private static final String REST = "X8";

    private final CoordinationStore coordination;
    private final FencedPointers pointers;
    private final LeaderEpoch epoch;
    private final CheckpointStore checkpoints;
    private final MetadataFiles graphs;
    private final MetadataFiles ledgers;
    private final BlobStore blobs;
    private final JobResultStore results;

    /**
     * @param epoch in whose name things are removed
     * @param storage the cluster's own directory
     * @param directories for checkpoints, which may be anywhere
     */
    public JobCleanup(
            CoordinationStore coordination,
            LeaderEpoch epoch,
            StorageDirectory storage,
            StorageDirectories directories,
            JobResultStore results) {
        this.coordination = requireNonNull(coordination, "coordination");
        this.epoch = requireNonNull(epoch, "epoch");
        this.results = requireNonNull(results, "results");
        pointers = new FencedPointers(coordination, epoch);
        checkpoints = new CheckpointStore(coordination, epoch, directories);
        graphs = new MetadataFiles(MetadataKind.GRAPH, storage, StorageLayout.JOBS);
        ledgers = new MetadataFiles(MetadataKind.LEDGER, storage, StorageLayout.JOBS);
        blobs = new BlobStore(storage);
    }

    /**
     * Removes all that is left of a job that has a result, pointers before files, and then says
     * that the result is clean. Does nothing if the job has no result: then it was cleaned up
     * before, or has not ended.
     *
     * @param directory the job's own directory of checkpoints
     * @param keepCheckpoints whether the files of its committed checkpoints become the user's
     * @param jars digests of the jars that no other job uses
     * @throws FencedException if another epoch has begun; this process must stop
     * @throws IOException if something may be left; clean up again
     */
    public void clean(
            String job, StorageDirectory directory, boolean keepCheckpoints, Set<String> jars)
            throws IOException {
        if (isToBeCleaned(job)) {
            FaultSteps.hit(CHECKPOINTS);
            removeCheckpoints(job, new CheckpointDirectories(directory), keepCheckpoints);
            FaultSteps.hitAfter(CHECKPOINTS);
            removeRest(job, jars);
        }
    }

    /**
     * As above, when nobody can say any more where its checkpoints are: their files stay.
     *
     * @param jars digests of the jars that no other job uses
     */
    public void clean(String job, Set<String> jars) throws IOException {
        if (isToBeCleaned(job)) {
            removeRest(job, jars);
        }
    }

    private boolean isToBeCleaned(String job) throws IOException {
        if (!results.contains(job)) {
            return false;
        }
        if (pointers.value(JobPaths.graph(job)).isPresent()) {
            throw new IOException(
                    "Job %s has a result and is to be run all the same: %s and %s both exist in the coordination store. Nothing of it is removed; look at it with 'holdfast ha inspect'."
                            .formatted(job, JobPaths.graph(job), JobPaths.result(job)));
        }
        return true;
    }

    private void removeCheckpoints(String job, CheckpointDirectories directories, boolean keep)
            throws IOException {
        CoordinationPath parent = JobPaths.checkpoints(job);
        List<String> ids = pointers.children(parent);
        if (keep) {
            // while the pointers tell what is to be kept; the next time they may not
            directories.removeLeftovers(epoch, Set.copyOf(ids), true);
        }
        for (String id : ids) {
            if (!keep && isOwn(directories, id, parent.child(id))) {
                checkpoints.remove(job, id, directories.of(id));
            } else {
                checkpoints.release(job, id);
            }
        }
        if (!keep) {
            directories.removeLeftovers(epoch, Set.of(), false);
        }
    }

    /** Whatever else a pointer may speak of, a savepoint or damage, is not removed. */
    private boolean isOwn(CheckpointDirectories directories, String id, CoordinationPath path)
            throws IOException {
        try {
            return pointers.find(path).filter(to -> directories.isOwn(id, to)).isPresent();
        } catch (DamagedMetadataException e) {
            return false;
        }
    }

    private void removeRest(String job, Set<String> jars) throws IOException {
        coordination.deleteBelow(epoch, JobPaths.job(job));
        FaultSteps.hit(REST);
        graphs.deleteAllOf(job, epoch);
        ledgers.deleteAllOf(job, epoch);
        removeJars(jars);
        FaultSteps.hitAfter(REST);
        results.markClean(job);
    }

    private void removeJars(Set<String> jars) throws IOException {
        if (jars.isEmpty()) {
            return;
        }
        // a jar's name is not this epoch's own: a later leader may count on it
        pointers.requireCurrent("remove jars");
        for (String jar : jars) {
            blobs.delete(jar);
        }
    }
}
