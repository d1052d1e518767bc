package org.holdfast.ha.store;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.holdfast.ha.leader.ConflictException;
import org.holdfast.ha.leader.CoordinationPath;
import org.holdfast.ha.leader.CoordinationStore;
import org.holdfast.ha.leader.FencedException;
import org.holdfast.ha.leader.LeaderEpoch;
import org.holdfast.ha.leader.Transaction;
import org.holdfast.ha.leader.UnknownOutcomeException;
import org.holdfast.ha.storage.DamagedMetadataException;
import org.holdfast.ha.storage.FramedFile.Framed;
import org.holdfast.ha.storage.MetadataPointer;
import org.holdfast.ha.storage.StorageDirectory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What jobs there are to run. A job is there from the moment its pointer is created until its
 * {@link JobResultStore#finish result} is. Thread-safe; all calls block. A job id has 32 lower-case
 * hexadecimal digits; anything else is refused with an {@link IllegalArgumentException}.
 */
public final class JobGraphStore {

    private static final Logger log = LoggerFactory.getLogger(JobGraphStore.class);

    private final FencedPointers pointers;
    private final MetadataFiles files;

    /**
     * @param epoch in whose name jobs are put
     * @param storage the cluster's own directory
     */
    public JobGraphStore(
            CoordinationStore coordination, LeaderEpoch epoch, StorageDirectory storage) {
        pointers = new FencedPointers(coordination, epoch);
        files = new MetadataFiles(MetadataKind.GRAPH, storage, StorageLayout.JOBS);
    }

    /**
     * Stores a job. The caller knows that it has not ended already.
     *
     * @return false if it was there already, with the same content
     * @throws JobConflictException if it is there with other content
     * @throws FencedException if another epoch has begun; this process must stop
     * @throws UnknownOutcomeException if it may be stored or not; put it again, or {@link #find} it
     * @throws IOException if it is not stored
     */
    public boolean put(String job, byte[] graph) throws IOException {
        CoordinationPath path = JobPaths.graph(job);
        Framed file = files.write(job, 1, pointers.epoch(), requireNonNull(graph, "graph"));
        try {
            pointers.commit(
                    new Transaction().create(path, file.pointer().encode()),
                    MetadataKind.GRAPH.steps().send());
        } catch (ConflictException e) {
            files.discard(file.pointer());
            requireEqual(job, file.pointer(), e);
            return false;
        }
        FaultSteps.hit(MetadataKind.GRAPH.steps().done());
        return true;
    }

    private void requireEqual(String job, MetadataPointer offered, ConflictException conflict)
            throws IOException {
        MetadataPointer stored = pointers.find(JobPaths.graph(job)).orElseThrow(() -> conflict);
        if (!stored.sha256().equals(offered.sha256()) || stored.length() != offered.length()) {
            throw new JobConflictException(
                    "Job %s is there already, with other content (SHA-256 %s, offered was %s). Nothing was changed; submit it under another id."
                            .formatted(job, stored.sha256(), offered.sha256()));
        }
    }

    /**
     * The ids of all jobs of which anything is left, sorted; one of them may have ended, and then
     * {@link #find} finds nothing. One round trip, however many there are.
     */
    public List<String> list() throws IOException {
        List<String> names = pointers.children(JobPaths.JOBS);
        names.stream()
                .filter(name -> !JobPaths.isJob(name))
                .forEach(
                        name ->
                                log.warn(
                                        "jobs/{} in the coordination store is no job: the name is none. It is ignored",
                                        name));
        return names.stream().filter(JobPaths::isJob).toList();
    }

    /**
     * Reads a job.
     *
     * @return empty only if there is no pointer to it
     * @throws DamagedMetadataException if there is a pointer, but not what was stored: the message
     *     names the file and says what to do
     * @throws IOException if there was no answer
     */
    public Optional<byte[]> find(String job) throws IOException {
        CoordinationPath path = JobPaths.graph(job);
        Optional<MetadataPointer> pointer = pointers.find(path);
        return pointer.isEmpty()
                ? Optional.empty()
                : Optional.of(files.read(path, job, pointer.get()));
    }
}
