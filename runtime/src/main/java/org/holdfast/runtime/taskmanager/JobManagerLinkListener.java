package org.holdfast.runtime.taskmanager;

import java.util.List;

/**
 * What a TaskManager hears of its link to the JobManager. Called on the TaskManager's main thread.
 * Links come and go; tasks do not depend on them.
 */
public interface JobManagerLinkListener {

    /** A JobManager is to be registered with; tells how all attempts stand. */
    List<AttemptReport> onRegistering();

    /** A JobManager has accepted the registration; reports go to {@code jobManager} from now on. */
    void onConnected(JobManagerGateway jobManager);

    /** The link is gone; another one is being looked for. */
    void onDisconnected(String reason);

    /** The JobManager does not want this TaskManager; the process is to end with this reason. */
    void onRejected(String reason);
}
