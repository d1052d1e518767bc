package org.holdfast.client.cli;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What high availability keeps of all clusters that share a store and a storage directory. */
interface KeptClusters {

    /** Ids of all of them, sorted. */
    List<String> ids() throws IOException;

    /** What is kept of one. */
    Content content(String clusterId) throws IOException;

    /**
     * Removes all that is kept of one: first the pointers, so that what is half removed is never
     * taken for a cluster, then the files.
     *
     * @return false if somebody leads in it; nothing was removed then
     * @throws IOException if it could not be removed completely; may be repeated
     */
    boolean delete(String clusterId) throws IOException;

    /**
     * What is kept of a cluster.
     *
     * @param applications that have led in it, as far as is known
     * @param leaderServes whether one leads now
     * @param jobs how many jobs a JobManager would go on with
     * @param files whether there are files
     */
    record Content(Set<String> applications, boolean leaderServes, int jobs, boolean files) {

        public Content {
            applications = Set.copyOf(applications);
        }

        String describe() {
            return (jobs == 0
                            ? "no job to go on with"
                            : jobs + (jobs == 1 ? " job" : " jobs") + " to go on with")
                    + (files ? "" : ", no files");
        }
    }

    /** Whether this is the id of an application, and so of a cluster that goes with it. */
    static boolean isApplication(String clusterId) {
        return Pattern.matches("application_\\d+_\\d+", clusterId);
    }
}
