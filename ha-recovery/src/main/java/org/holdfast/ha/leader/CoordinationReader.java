package org.holdfast.ha.leader;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A session that changes nothing: for TaskManagers, clients and whoever inspects a cluster, which
 * need not run. Thread-safe; all calls block, for a bounded time.
 *
 * <p>Every call throws an {@link IOException} if the store gave no answer, or one that is not
 * valid; the message names the path then.
 */
public interface CoordinationReader extends AutoCloseable {

    /** Who has been elected last, alive or not; empty if nobody ever has. */
    Optional<ElectedLeader> currentEpoch() throws IOException;

    /**
     * The attempts that have led, in the order of their first election. The latest {@link
     * LeaderAttempt#MAX_REMEMBERED} at most.
     */
    List<LeaderAttempt> attempts() throws IOException;

    /** Where the leader is; empty while none has published. */
    Optional<PublishedLeader> leader() throws IOException;

    /**
     * Tells where the leader is, now and whenever that changes. Changes in quick succession may be
     * told as one, and the same may be told again after the connection was lost.
     *
     * @param listener called on a thread of the store's or of another session, by one at a time;
     *     must not block
     * @return stops it
     */
    Watch watchLeader(Consumer<Optional<PublishedLeader>> listener) throws IOException;

    /** A value; sees everything this session has changed and learned of. */
    Optional<String> read(CoordinationPath path) throws IOException;

    /**
     * The names directly below a path, sorted; none if there is no such path. A name below which
     * the last value has been deleted may be listed for some minutes more, unless {@link
     * CoordinationStore#deleteBelow} did it.
     */
    List<String> children(CoordinationPath path) throws IOException;

    /** The first segments of all paths, as {@link #children} lists names. */
    List<String> topNames() throws IOException;

    /** Ends the session. May be called twice. */
    @Override
    void close();

    /** What goes on until it is closed. */
    interface Watch extends AutoCloseable {

        @Override
        void close();
    }
}
