package org.holdfast.ha.store;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.holdfast.ha.leader.CoordinationPath;
import org.holdfast.ha.leader.CoordinationStore;
import org.holdfast.ha.leader.FencedException;
import org.holdfast.ha.leader.LeaderEpoch;
import org.holdfast.ha.leader.Transaction;
import org.holdfast.ha.storage.StorageDirectory;

/**
 * Tells a coordination store that was emptied, or restored from an old copy, from one in which
 * nothing has happened yet. Epochs stand in the names of files: a job's file of the epoch that has
 * just begun, or of a later one, shows that epochs went backwards. All calls block.
 */
public final class ForgottenState {

    /**
     * Where the finding is kept, in the store that has forgotten: the next attempts elect higher
     * epochs, and would not see it by themselves.
     */
    static final CoordinationPath FOUND = new CoordinationPath("forgotten");

    private final FencedPointers pointers;
    private final StorageDirectory storage;

    /**
     * @param epoch the one that has just begun; nothing was written in it
     * @param storage the cluster's own directory
     */
    public ForgottenState(
            CoordinationStore coordination, LeaderEpoch epoch, StorageDirectory storage) {
        pointers = new FencedPointers(coordination, epoch);
        this.storage = requireNonNull(storage, "storage");
    }

    /**
     * To be called before anything is recovered, and before anything is written.
     *
     * @throws ForgottenStateException if jobs have been forgotten; they are neither recovered nor
     *     removed
     * @throws FencedException if another epoch has begun; this process must stop
     * @throws IOException if there was no answer
     */
    public void requireNotForgotten() throws IOException {
        List<FolderFiles.Found> files = new FolderFiles(storage, storage).ofJobs();
        Optional<String> found = pointers.value(FOUND);
        if (found.isPresent()) {
            if (!files.isEmpty()) {
                throw forgotten(found.get());
            }
            pointers.delete(FOUND, "");
            return;
        }
        Optional<String> finding = find(files);
        if (finding.isPresent()) {
            pointers.requireCurrent("judge files of a later epoch");
            pointers.commit(new Transaction().create(FOUND, finding.get()), "");
            throw forgotten(finding.get());
        }
    }

    private Optional<String> find(List<FolderFiles.Found> files) throws IOException {
        for (FolderFiles.Found file : files) {
            if (file.name().epoch().compareTo(pointers.epoch()) >= 0) {
                return Optional.of(
                        "%s began, and there is %s of %s"
                                .formatted(
                                        pointers.epoch(), file.file().name(), file.name().epoch()));
            }
        }
        // whoever elected an epoch in the emptied store and died before looking left no finding
        Optional<String> job = FolderFiles.jobThatRan(files);
        return job.isPresent() && knowsNoJob()
                ? Optional.of("no job is known, and job %s has run".formatted(job.get()))
                : Optional.empty();
    }

    private boolean knowsNoJob() throws IOException {
        return pointers.children(JobPaths.JOBS).isEmpty()
                && pointers.children(JobPaths.RESULTS).isEmpty();
    }

    private ForgottenStateException forgotten(String finding) {
        return new ForgottenStateException(
                "The coordination store has forgotten jobs of this cluster: %s in %s. No job is recovered and nothing is removed. Check high-availability.zookeeper.quorum, high-availability.zookeeper.path.root and high-availability.cluster-id; if ZooKeeper's data was lost, restore it; to give these jobs up, move that directory away."
                        .formatted(finding, storage.uri(StorageLayout.JOBS)));
    }
}
