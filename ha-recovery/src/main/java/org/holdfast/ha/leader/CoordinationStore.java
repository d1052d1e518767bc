package org.holdfast.ha.leader;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One process's session with the store that says who leads and what is valid. Thread-safe; all
 * calls block, for a bounded time.
 *
 * <p>Every call throws an {@link IOException} if the store gave no answer. Nothing was changed
 * then, unless it is an {@link UnknownOutcomeException}.
 */
public interface CoordinationStore extends AutoCloseable {

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

    /** Where the leader is; empty while none has published. */
    Optional<PublishedLeader> leader() throws IOException;

    /**
     * Tells where the leader is, now and whenever that changes. Changes in quick succession may be
     * told as one.
     *
     * @param listener called on a thread of the store's or of another session; must not block
     * @return stops it
     */
    Watch watchLeader(Consumer<Optional<PublishedLeader>> listener) throws IOException;

    /** A value; sees everything this session has changed and learned of. */
    Optional<String> read(CoordinationPath path) throws IOException;

    /** The names directly below a path, sorted; none if there is no such path. */
    List<String> children(CoordinationPath path) throws IOException;

    /**
     * Makes all changes of a transaction, if {@code epoch} is still the current one.
     *
     * @throws FencedException if another epoch has begun; this process must stop and change nothing
     *     more
     * @throws ConflictException if a value is there that is to be created, or is not there that is
     *     to be replaced or deleted
     * @throws UnknownOutcomeException if the changes may have been made or not; {@link #read}
     *     tells, once it answers
     */
    void commit(LeaderEpoch epoch, Transaction transaction) throws IOException;

    /** Ends the session, and with it this process's leadership. May be called twice. */
    @Override
    void close();

    /** What goes on until it is closed. */
    interface Watch extends AutoCloseable {

        @Override
        void close();
    }
}
