package org.holdfast.ha.leader;

import java.io.IOException;
import java.util.Optional;

/**
 * One process's session with the store that says who leads and what is valid. Thread-safe; all
 * calls block, for a bounded time.
 *
 * <p>Every call throws an {@link IOException} if the store gave no answer. Nothing was changed
 * then, unless it is an {@link UnknownOutcomeException}.
 *
 * <p>A path either has a value or has values below it, never both.
 */
public interface CoordinationStore extends CoordinationReader {

    /**
     * Tries to become the leader: the next epoch begins, and the one before it is fenced off, if
     * the candidate's attempt id is higher than that epoch's, or equal and its session has ended.
     * Nothing is published in the new epoch yet.
     *
     * @return empty if a leader of the same attempt id lives; {@link #watchLeader} tells when it is
     *     worth trying again
     * @throws FencedException if a candidate with a higher attempt id has led
     */
    Optional<LeaderEpoch> campaign(LeaderCandidate candidate) throws IOException;

    /**
     * Lets every process know where this one can be reached, until its session ends or another
     * epoch begins.
     *
     * @throws FencedException if another epoch has begun
     */
    void publish(PublishedLeader leader) throws IOException;

    /**
     * Notes that the attempt that leads has achieved something. Costs nothing from the second time
     * on.
     *
     * @throws FencedException if another epoch has begun
     * @throws UnknownOutcomeException if it may have been noted or not; may be repeated
     */
    void markProgress(LeaderEpoch epoch) throws IOException;

    /**
     * Makes all changes of a transaction, if {@code epoch} is still the current one.
     *
     * @throws FencedException if another epoch has begun or this session, in which this one did,
     *     has ended; this process must stop and change nothing more
     * @throws ConflictException if a value is there that is to be created, or is not there that is
     *     to be replaced or deleted
     * @throws UnknownOutcomeException if the changes may have been made or not; {@link #read}
     *     tells, once it answers
     */
    void commit(LeaderEpoch epoch, Transaction transaction) throws IOException;

    /**
     * Deletes a path and everything below it, step by step; nothing if there is no such path. What
     * fails half-way has deleted a part, and may be repeated.
     *
     * @throws FencedException if another epoch has begun
     * @throws ConflictException if values are created below the path again and again
     */
    void deleteBelow(LeaderEpoch epoch, CoordinationPath path) throws IOException;

    /**
     * Deletes everything this cluster has here, the epoch last, and with it ends the leadership.
     * What fails half-way has deleted a part, and may be repeated while the epoch is there.
     *
     * @throws FencedException if another epoch has begun, or none is there any more
     */
    void deleteAll(LeaderEpoch epoch) throws IOException;

    /** Ends the session, and with it this process's leadership. May be called twice. */
    @Override
    void close();
}
