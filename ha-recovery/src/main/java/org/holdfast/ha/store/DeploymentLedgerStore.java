package org.holdfast.ha.store;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.holdfast.ha.leader.ConflictException;
import org.holdfast.ha.leader.CoordinationPath;
import org.holdfast.ha.leader.CoordinationStore;
import org.holdfast.ha.leader.FencedException;
import org.holdfast.ha.leader.LeaderEpoch;
import org.holdfast.ha.leader.Transaction;
import org.holdfast.ha.leader.UnknownOutcomeException;
import org.holdfast.ha.storage.DamagedMetadataException;
import org.holdfast.ha.storage.MetadataPointer;
import org.holdfast.ha.storage.StorageDirectory;

/**
 * One ledger per job: which execution attempts count. Each version is a file of its own; swapping
 * the pointer makes it the valid one. Thread-safe, one call per job at a time; all calls block. A
 * job id has 32 lower-case hexadecimal digits; anything else is refused with an {@link
 * IllegalArgumentException}.
 */
public final class DeploymentLedgerStore {

    private static final FaultSteps STEPS = MetadataKind.LEDGER.steps();

    private final FencedPointers pointers;
    private final MetadataFiles files;

    /** Per job the pointer this leader has read or committed last, so that it need not ask. */
    private final Map<String, Current> current = new ConcurrentHashMap<>();

    /** Guarded by itself. */
    private static final class Current {
        private Optional<MetadataPointer> pointer = Optional.empty();
    }

    /**
     * @param epoch in whose name ledgers are swapped
     * @param storage the cluster's own directory
     */
    public DeploymentLedgerStore(
            CoordinationStore coordination, LeaderEpoch epoch, StorageDirectory storage) {
        pointers = new FencedPointers(coordination, epoch);
        files = new MetadataFiles(MetadataKind.LEDGER, storage, StorageLayout.JOBS);
    }

    /**
     * Makes this the job's ledger, whether it had one or not. The file of the one before is removed
     * afterwards; if that fails it stays until a later leader collects it.
     *
     * @throws FencedException if another epoch has begun; this process must stop
     * @throws UnknownOutcomeException if it may be valid or not; swap again
     * @throws IOException if the ledger is the one it was
     */
    public void swap(String job, byte[] ledger) throws IOException {
        CoordinationPath path = JobPaths.ledger(job);
        requireNonNull(ledger, "ledger");
        Current now = current.computeIfAbsent(job, first -> new Current());
        synchronized (now) {
            long sequence = sequenceAfter(path, job, now.pointer);
            MetadataPointer next = files.write(job, sequence, pointers.epoch(), ledger).pointer();
            Optional<MetadataPointer> before = now.pointer;
            now.pointer = Optional.empty(); // until the outcome is known
            before = commit(path, before, next);
            now.pointer = Optional.of(next);
            FaultSteps.hit(STEPS.done());
            before.ifPresent(files::discard);
        }
    }

    private long sequenceAfter(CoordinationPath path, String job, Optional<MetadataPointer> before)
            throws DamagedMetadataException {
        return before.isEmpty() ? 1 : files.requireOwn(path, job, before.get()).sequence() + 1;
    }

    /** Returns the pointer that was replaced. */
    private Optional<MetadataPointer> commit(
            CoordinationPath path, Optional<MetadataPointer> before, MetadataPointer next)
            throws IOException {
        try {
            pointers.commit(change(path, before, next), STEPS.send());
            return before;
        } catch (ConflictException e) {
            // this leader has not read it yet: now it does
            Optional<MetadataPointer> stored = pointers.find(path);
            pointers.commit(change(path, stored, next), STEPS.send());
            return stored;
        }
    }

    private static Transaction change(
            CoordinationPath path, Optional<MetadataPointer> before, MetadataPointer next) {
        return before.isEmpty()
                ? new Transaction().create(path, next.encode())
                : new Transaction().replace(path, next.encode());
    }

    /**
     * Reads a job's ledger.
     *
     * @return empty only if there is no pointer to it: nothing was ever deployed
     * @throws DamagedMetadataException if there is a pointer, but not what was stored: the message
     *     names the file and says what to do
     * @throws IOException if there was no answer
     */
    public Optional<byte[]> find(String job) throws IOException {
        CoordinationPath path = JobPaths.ledger(job);
        Current now = current.computeIfAbsent(job, first -> new Current());
        synchronized (now) {
            Optional<MetadataPointer> pointer = pointers.find(path);
            if (pointer.isEmpty()) {
                return Optional.empty();
            }
            byte[] ledger = files.read(path, job, pointer.get());
            now.pointer = pointer;
            return Optional.of(ledger);
        }
    }

    /** Forgets what is known of a job that has ended. */
    void forget(String job) {
        current.remove(job);
    }
}
