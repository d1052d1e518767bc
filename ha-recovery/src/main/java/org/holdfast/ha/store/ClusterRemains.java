package org.holdfast.ha.store;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.holdfast.ha.leader.CoordinationPath;
import org.holdfast.ha.leader.CoordinationReader;
import org.holdfast.ha.leader.CoordinationStore;
import org.holdfast.ha.leader.ElectedLeader;
import org.holdfast.ha.leader.FencedException;
import org.holdfast.ha.leader.LeaderCandidate;
import org.holdfast.ha.leader.LeaderEpoch;
import org.holdfast.ha.storage.DamagedMetadataException;
import org.holdfast.ha.storage.MetadataPointer;
import org.holdfast.ha.storage.StorageDirectory;

/** All that is kept of one cluster, to look at as a whole and to remove. All calls block. */
public final class ClusterRemains {

    /** Everything a cluster has in its directory; what holds anything else may be another's. */
    private static final Set<String> FOLDERS =
            Set.of(
                    StorageLayout.JOBS,
                    StorageMark.FOLDER,
                    "blobs",
                    "uploads",
                    "results",
                    "checkpoints");

    private final StorageDirectory storage;
    private final StorageDirectory results;

    /**
     * @param storage the cluster's own directory
     * @param results the directory of its results, which may be in there
     */
    public ClusterRemains(StorageDirectory storage, StorageDirectory results) {
        this.storage = requireNonNull(storage, "storage");
        this.results = requireNonNull(results, "results");
    }

    /**
     * What is kept.
     *
     * @param leader who was elected last, alive or not
     * @param serves whether a leader can be found by clients now
     * @param jobs the ids of those a JobManager would go on with
     * @param checkpointsElsewhere of each of these jobs the latest checkpoint, if it is in a
     *     directory that {@link #remove} leaves alone
     * @param files whether there is a directory
     * @param foreign what Holdfast has not put there; empty if there is no such thing
     */
    public record Contents(
            Optional<ElectedLeader> leader,
            boolean serves,
            Set<String> jobs,
            List<String> checkpointsElsewhere,
            boolean files,
            Optional<String> foreign) {

        public Contents {
            requireNonNull(leader, "leader");
            jobs = Set.copyOf(jobs);
            checkpointsElsewhere = List.copyOf(checkpointsElsewhere);
            requireNonNull(foreign, "foreign");
        }
    }

    /**
     * Looks, and changes nothing.
     *
     * @throws IOException if there is no answer, or who leads cannot be told from it
     */
    public Contents look(CoordinationReader coordination) throws IOException {
        Optional<ElectedLeader> leader = coordination.currentEpoch();
        Optional<String> foreign = foreignFile();
        if (leader.isEmpty() && foreign.isEmpty()) {
            foreign =
                    coordination.topNames().stream()
                            .findFirst()
                            .map(name -> name + " in the coordination store, where nobody has led");
        }
        Set<String> jobs = new TreeSet<>();
        List<String> elsewhere = new ArrayList<>();
        if (leader.isPresent()) {
            for (String name : coordination.children(JobPaths.JOBS)) {
                jobs.add(name);
                if (JobPaths.isJob(name)) {
                    latestCheckpoint(coordination, name)
                            .filter(path -> !path.startsWith(storage + "/"))
                            .ifPresent(elsewhere::add);
                }
            }
        }
        return new Contents(
                leader,
                leader.isPresent() && coordination.leader().isPresent(),
                jobs,
                elsewhere,
                storage.exists() || results.exists(),
                foreign);
    }

    private Optional<String> foreignFile() throws IOException {
        return storage.list().stream()
                .filter(name -> !FOLDERS.contains(name))
                .findFirst()
                .map(name -> storage + "/" + name);
    }

    private static Optional<String> latestCheckpoint(CoordinationReader coordination, String job)
            throws IOException {
        CoordinationPath parent = JobPaths.checkpoints(job);
        Optional<String> id =
                coordination.children(parent).stream()
                        .filter(CheckpointStore::isId)
                        .max(CheckpointStore.IN_ORDER);
        Optional<String> value =
                id.isPresent() ? coordination.read(parent.child(id.get())) : Optional.empty();
        try {
            return value.isPresent()
                    ? Optional.of(MetadataPointer.decode(value.get()).path())
                    : Optional.empty();
        } catch (DamagedMetadataException e) {
            return Optional.empty(); // nobody can start from it
        }
    }

    /**
     * Removes all of it: first the pointers, so that what is half removed is never taken for a
     * cluster; then the files; last who has led, by which what is half removed is found again.
     *
     * @param candidate in whose name it is removed; not above the last leader, so that a JobManager
     *     that begins meanwhile wins
     * @return false if somebody leads; nothing was removed
     * @throws IOException if it was not removed completely; may be repeated
     */
    public boolean remove(CoordinationStore coordination, LeaderCandidate candidate)
            throws IOException {
        if (coordination.currentEpoch().isEmpty()) {
            deleteFiles();
            return true;
        }
        LeaderEpoch epoch;
        try {
            Optional<LeaderEpoch> won = coordination.campaign(candidate);
            if (won.isEmpty()) {
                return false;
            }
            epoch = won.get();
        } catch (FencedException e) {
            return false; // a later JobManager has begun
        }
        try {
            coordination.deleteBelow(epoch, JobPaths.JOBS);
            coordination.deleteBelow(epoch, JobPaths.RESULTS);
            deleteFiles();
            coordination.deleteAll(epoch);
            return true;
        } catch (FencedException e) {
            throw new IOException(
                    "a JobManager has begun to lead in it while it was removed: " + e.getMessage(),
                    e);
        }
    }

    private void deleteFiles() throws IOException {
        results.deleteAll();
        storage.deleteAll();
    }
}
