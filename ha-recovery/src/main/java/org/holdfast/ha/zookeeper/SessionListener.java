package org.holdfast.ha.zookeeper;

/**
 * Hears how this process's session with ZooKeeper fares. All methods are called on one thread of
 * Curator's, in order, and must not block.
 */
public interface SessionListener {

    /** No server answers; the session may expire. Changes fail until {@link #onReconnected}. */
    void onSuspended();

    /**
     * A server answers again. The session is the one from before, and what it leads goes on, unless
     * {@link #onSessionExpired} was called since.
     */
    void onReconnected();

    /**
     * The session has expired, or nothing was heard for so long that it is given up. What was
     * elected in it does not lead any more.
     */
    void onSessionExpired();

    /** For a session whose fate shows in its calls alone. */
    static SessionListener none() {
        return new SessionListener() {
            @Override
            public void onSuspended() {}

            @Override
            public void onReconnected() {}

            @Override
            public void onSessionExpired() {}
        };
    }
}
