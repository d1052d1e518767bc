package org.holdfast.runtime.recovery;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.holdfast.ha.storage.StorageDirectory;
import org.holdfast.runtime.concurrent.MainThread;
import org.holdfast.runtime.dispatcher.RecoveredJob;
import org.holdfast.runtime.dispatcher.RecoveredJobs;
import org.holdfast.runtime.jobgraph.JobGraph;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes the files without a pointer that earlier JobManagers left, some time after a recovery.
 * What fails is left to the next JobManager. On the main thread.
 */
final class OrphanCollection {

    private static final Logger log = LoggerFactory.getLogger(OrphanCollection.class);

    private final JobStores stores;
    private final StorageCalls calls;
    private final CheckpointDirectories directories;
    private final MainThread mainThread;

    /** Where a job's checkpoints are. */
    interface CheckpointDirectories {
        StorageDirectory of(JobGraph job) throws IOException;
    }

    OrphanCollection(
            JobStores stores,
            StorageCalls calls,
            CheckpointDirectories directories,
            MainThread mainThread) {
        this.stores = requireNonNull(stores, "stores");
        this.calls = requireNonNull(calls, "calls");
        this.directories = requireNonNull(directories, "directories");
        this.mainThread = requireNonNull(mainThread, "mainThread");
    }

    /** Collects once, when they are old enough: only earlier leaders left any. */
    void collectLater(RecoveredJobs found) {
        mainThread.schedule(JobStores.ORPHAN_GRACE.multipliedBy(2), () -> collect(found));
    }

    private void collect(RecoveredJobs found) {
        calls.run("not all files without a pointer are removed", () -> remove(found))
                .whenComplete(
                        (removed, failure) -> {
                            if (failure != null) {
                                log.warn("The next JobManager tries again", failure);
                            } else if (!removed.isEmpty()) {
                                log.info("Removed what earlier JobManagers left: {}", removed);
                            }
                        });
    }

    private List<String> remove(RecoveredJobs found) throws IOException {
        List<String> removed = new ArrayList<>(stores.orphans().collect().removed());
        for (RecoveredJob job : found.jobs()) {
            JobGraph graph = job.graph();
            stores.orphans()
                    .collectCheckpoints(graph.id().hex(), directories.of(graph))
                    .forEach(id -> removed.add(graph.id() + "/chk-" + id));
        }
        return removed;
    }
}
