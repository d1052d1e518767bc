package org.holdfast.client.cli;

import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import org.holdfast.ha.leader.ElectedLeader;
import org.holdfast.ha.store.ClusterRemains;

/** What high availability keeps of all clusters that share a store and a storage directory. */
interface KeptClusters {

    /** Ids of all of them, sorted. */
    List<String> ids() throws IOException;

    /** What is kept of one. */
    ClusterRemains.Contents content(String clusterId) throws IOException;

    /**
     * Removes all that is kept of one.
     *
     * @return false if somebody leads in it; nothing was removed then
     * @throws IOException if it could not be removed completely; may be repeated
     */
    boolean delete(String clusterId) throws IOException;

    /** Whether this is the id of an application, and so of a cluster that goes with it. */
    static boolean isApplication(String clusterId) {
        return Pattern.matches("application_\\d+_\\d+", clusterId);
    }

    /** The application that has led: the owner begins with it. */
    static String application(ElectedLeader leader) {
        return leader.candidate().owner().split("[ ,]", 2)[0];
    }
}
