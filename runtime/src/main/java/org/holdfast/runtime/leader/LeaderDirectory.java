package org.holdfast.runtime.leader;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;

/** Knows where the leading JobManager is. Thread-safe; not to be closed by who only watches. */
public interface LeaderDirectory {

    /**
     * Tells where the leader is, now and whenever that changes. The same may be told twice.
     *
     * @param listener told an empty value while there is no leader; called on any thread, by one at
     *     a time; must not block
     * @throws IOException if the directory cannot be read now; nothing will be told
     */
    Watch watch(Consumer<Optional<LeaderLocation>> listener) throws IOException;

    /** Whether another leader may follow one that is gone, so that it pays to wait for it. */
    boolean leadersFollow();

    /** What goes on until it is closed. */
    interface Watch extends AutoCloseable {

        @Override
        void close();
    }
}
