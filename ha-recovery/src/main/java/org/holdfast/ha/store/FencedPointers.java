package org.holdfast.ha.store;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.holdfast.ha.leader.Change;
import org.holdfast.ha.leader.ConflictException;
import org.holdfast.ha.leader.CoordinationPath;
import org.holdfast.ha.leader.CoordinationStore;
import org.holdfast.ha.leader.ElectedLeader;
import org.holdfast.ha.leader.FencedException;
import org.holdfast.ha.leader.LeaderEpoch;
import org.holdfast.ha.leader.Transaction;
import org.holdfast.ha.leader.UnknownOutcomeException;
import org.holdfast.ha.storage.DamagedMetadataException;
import org.holdfast.ha.storage.MetadataPointer;

/**
 * Pointers, changed in the name of one epoch. When no answer comes to a change, it is read back
 * whether it was made: a new pointer names a file nobody else can have written, so finding it, and
 * only that, proves it. Thread-safe; all calls block.
 */
final class FencedPointers {

    private final CoordinationStore coordination;
    private final LeaderEpoch epoch;

    FencedPointers(CoordinationStore coordination, LeaderEpoch epoch) {
        this.coordination = requireNonNull(coordination, "coordination");
        this.epoch = requireNonNull(epoch, "epoch");
    }

    LeaderEpoch epoch() {
        return epoch;
    }

    Optional<String> value(CoordinationPath path) throws IOException {
        return coordination.read(path);
    }

    List<String> children(CoordinationPath path) throws IOException {
        return coordination.children(path);
    }

    /**
     * The pointer at a path.
     *
     * @throws DamagedMetadataException if there is something else
     */
    Optional<MetadataPointer> find(CoordinationPath path) throws IOException {
        Optional<String> value = coordination.read(path);
        return value.isEmpty() ? Optional.empty() : Optional.of(decode(path, value.get()));
    }

    /** Reads a pointer; the error names where it stands. */
    static MetadataPointer decode(CoordinationPath path, String value)
            throws DamagedMetadataException {
        try {
            return MetadataPointer.decode(value);
        } catch (DamagedMetadataException e) {
            throw new DamagedMetadataException(
                    "%s in the coordination store is damaged. %s. Restore it from a copy, or drop the job."
                            .formatted(path, e.getMessage()),
                    e);
        }
    }

    /**
     * Commits a transaction.
     *
     * @param transaction its first change is the one that is read back
     * @param step the fault point of sending it
     * @throws FencedException if another epoch has begun; this process must stop
     * @throws ConflictException if a value was not as expected; nothing was changed
     * @throws UnknownOutcomeException if it could not be read back either
     * @throws IOException if nothing was changed
     */
    void commit(Transaction transaction, String step) throws IOException {
        FaultSteps.hit(step);
        try {
            coordination.commit(epoch, transaction);
        } catch (UnknownOutcomeException e) {
            requireMade(transaction.changes().get(0), e);
        }
        FaultSteps.hitAfter(step);
    }

    /** Deletes a pointer, or whatever is there; does nothing if there is nothing. */
    void delete(CoordinationPath path, String step) throws IOException {
        try {
            commit(new Transaction().delete(path), step);
        } catch (ConflictException e) {
            FaultSteps.hitAfter(step);
        }
    }

    /**
     * Looks whether the epoch is over. Guards only what harms nobody when it happens a moment too
     * late.
     *
     * @param act for the message
     * @throws FencedException if it is; this process must stop
     */
    void requireCurrent(String act) throws IOException {
        Optional<LeaderEpoch> now = coordination.currentEpoch().map(ElectedLeader::epoch);
        if (!now.equals(Optional.of(epoch))) {
            throw new FencedException(
                    "Refused to %s in %s: %s. This JobManager will end."
                            .formatted(
                                    act,
                                    epoch,
                                    now.map(later -> later + " has begun since")
                                            .orElse("nobody has been elected")));
        }
    }

    private void requireMade(Change change, UnknownOutcomeException unknown) throws IOException {
        boolean made;
        try {
            made = isMade(change);
            // whoever leads by then may have changed it again: what was read proves nothing
            requireCurrent("count on a change of " + change.path() + " that was not answered");
        } catch (FencedException e) {
            throw e;
        } catch (IOException e) {
            unknown.addSuppressed(e);
            throw unknown;
        }
        if (!made) {
            throw new IOException(
                    "%s was not committed: %s".formatted(change.path(), unknown.getMessage()),
                    unknown);
        }
    }

    private boolean isMade(Change change) throws IOException {
        Optional<String> value = coordination.read(change.path());
        if (change instanceof Change.Create created) {
            return value.equals(Optional.of(created.value()));
        }
        if (change instanceof Change.Replace replaced) {
            return value.equals(Optional.of(replaced.value()));
        }
        return value.isEmpty();
    }
}
