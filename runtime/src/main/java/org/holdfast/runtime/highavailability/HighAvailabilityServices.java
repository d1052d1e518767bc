package org.holdfast.runtime.highavailability;

import java.io.IOException;
import java.util.List;
import org.holdfast.ha.leader.CoordinationReader;
import org.holdfast.ha.leader.CoordinationStore;

/** Opens sessions with the store that says who leads a cluster. Thread-safe; all calls block. */
public interface HighAvailabilityServices {

    /**
     * Opens a session for a JobManager.
     *
     * @param onSessionEnded called once, on any thread, when the session ended without being
     *     closed; what was elected in it does not lead any more
     * @throws IOException if the store does not answer within a bounded time; may be repeated
     */
    CoordinationStore openStore(Runnable onSessionEnded) throws IOException;

    /**
     * Opens a session for a TaskManager, a client, or whoever inspects the cluster.
     *
     * @throws IOException if the store does not answer within a bounded time; may be repeated
     */
    CoordinationReader openReader() throws IOException;

    /**
     * The ids of all clusters that keep something in the store, sorted; this one need not be among
     * them.
     *
     * @throws IOException if the store does not answer within a bounded time; may be repeated
     */
    List<String> clusters() throws IOException;

    /** What the store is, for people: such as the servers' addresses. */
    String describe();
}
