package org.holdfast.runtime.simulation.world;

import java.util.List;
import java.util.Optional;
import org.holdfast.runtime.simulation.world.Verdict.Violation;
import org.holdfast.runtime.slots.ResourceProvider;

/** Who starts the processes of a cluster, and what becomes of those that end. */
interface SimCluster {

    /** Starts what is there from the beginning. */
    void begin();

    /** The JobManager that leads, or is to; empty if there is none. */
    Optional<SimJobManager> master();

    /** TaskManagers whose processes live. */
    List<SimTaskManager> running();

    /** Where a JobManager has its TaskManagers from. */
    ResourceProvider resourcesOf(SimJobManager jobManager);

    /** Faults that only such a cluster has. */
    void strike(FaultKind kind);

    /** Faults are over. */
    void heal();

    void onEnded(SimJobManager jobManager);

    /** It stands still. */
    void onPaused(SimJobManager jobManager);

    void onEnded(SimTaskManager taskManager);

    /** What is not so yet of its processes; empty if all is settled. */
    Optional<Violation> missing(SimJobManager leader);
}
