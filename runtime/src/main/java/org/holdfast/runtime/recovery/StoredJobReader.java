package org.holdfast.runtime.recovery;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.holdfast.ha.storage.DamagedMetadataException;
import org.holdfast.ha.store.CommittedCheckpoint;
import org.holdfast.ha.store.CommittedCheckpoints;
import org.holdfast.runtime.checkpoint.CheckpointMetadata;
import org.holdfast.runtime.checkpoint.CheckpointMetadataJson;
import org.holdfast.runtime.dispatcher.JobResultJson;
import org.holdfast.runtime.dispatcher.RecoveredJob;
import org.holdfast.runtime.dispatcher.RecoveredJobs.RecoveredResult;
import org.holdfast.runtime.jobgraph.JobGraph;
import org.holdfast.runtime.jobgraph.JobGraphJson;
import org.holdfast.runtime.jobgraph.JobId;
import org.holdfast.runtime.jobmaster.Ledger;
import org.holdfast.runtime.jobmaster.LedgerJson;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what is stored of one job. A {@link DamagedMetadataException} says that something is there
 * and cannot be used; any other {@link IOException} that there was no answer. All calls block.
 */
final class StoredJobReader {

    private static final Logger log = LoggerFactory.getLogger(StoredJobReader.class);

    private final JobStores stores;

    StoredJobReader(JobStores stores) {
        this.stores = requireNonNull(stores, "stores");
    }

    /** Reads the graph; empty if there is no such job, or it has ended. */
    Optional<JobGraph> graph(JobId id) throws IOException {
        Optional<byte[]> json = stores.graphs().find(id.hex());
        if (json.isEmpty()) {
            return Optional.empty();
        }
        JobGraph graph = decode("its graph", id, json.get(), JobGraphJson::read);
        if (!graph.id().equals(id)) {
            throw new DamagedMetadataException(
                    "The graph stored for job %s is that of job %s".formatted(id, graph.id()));
        }
        return Optional.of(graph);
    }

    /**
     * Its jar must be there. What is in it is seen by the TaskManagers, which have to read it
     * anyway.
     */
    void requireJar(JobGraph graph) throws IOException {
        String digest = graph.code().jarDigest();
        if (!stores.jars().contains(digest)) {
            throw new DamagedMetadataException(
                    "%s, the jar of job %s, is missing. Restore it from a copy, or drop the job."
                            .formatted(stores.jars().uri(digest), graph.id()));
        }
    }

    /** Reads all the rest of a job whose graph was read. */
    RecoveredJob job(JobGraph graph, boolean withCheckpoints) throws IOException {
        JobId id = graph.id();
        return new RecoveredJob(
                graph,
                ledger(id),
                withCheckpoints ? checkpoints(id) : List.of(),
                stores.cancels().find(id.hex()).isPresent());
    }

    private Optional<Ledger> ledger(JobId id) throws IOException {
        Optional<byte[]> json = stores.ledgers().find(id.hex());
        return json.isEmpty()
                ? Optional.empty()
                : Optional.of(decode("its ledger", id, json.get(), LedgerJson::read));
    }

    private List<CheckpointMetadata> checkpoints(JobId id) throws IOException {
        List<CheckpointMetadata> all = new ArrayList<>();
        CommittedCheckpoints found = stores.checkpoints().loadAll(id.hex());
        found.damaged()
                .forEach(
                        (checkpoint, reason) ->
                                log.warn(
                                        "Checkpoint {} of job {} is kept, but nobody can start from"
                                                + " it; a later one can be used: {}",
                                        checkpoint,
                                        id,
                                        reason));
        for (CommittedCheckpoint checkpoint : found.readable()) {
            String what = "its checkpoint " + checkpoint.id();
            all.add(decode(what, id, checkpoint.metadata(), CheckpointMetadataJson::read));
        }
        return all;
    }

    /** Reads a result; empty if there is none. */
    Optional<RecoveredResult> result(JobId id) throws IOException {
        Optional<org.holdfast.ha.store.JobResult> stored = stores.results().find(id.hex());
        return stored.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new RecoveredResult(
                                decode(
                                        "its result",
                                        id,
                                        stored.get().content(),
                                        JobResultJson::read),
                                stored.get().dirty()));
    }

    private interface Decoder<T> {
        T read(byte[] json) throws IOException;
    }

    /** Whole, as its digest says, and still not what it should be: of no use to anyone. */
    private static <T> T decode(String what, JobId id, byte[] json, Decoder<T> decoder)
            throws DamagedMetadataException {
        try {
            return decoder.read(json);
        } catch (IOException e) {
            throw new DamagedMetadataException(
                    "Job %s: %s cannot be used: %s".formatted(id, what, e.getMessage()), e);
        }
    }
}
