package org.holdfast.runtime.rpc;

import akka.actor.typed.Props;
import java.util.function.LongConsumer;
import org.holdfast.runtime.concurrent.MainThread;
import org.holdfast.runtime.taskmanager.TaskManagerListener;

/** Lets TaskManagers register with a JobManager. */
public final class JobManagerEndpoint {

    private JobManagerEndpoint() {}

    /**
     * Serves TaskManagers from now on, until the system is closed.
     *
     * @param epoch of the JobManager
     * @param listener called on {@code mainThread}
     * @param onHigherEpoch called on {@code mainThread} with an epoch that a TaskManager of this
     *     cluster has seen; this JobManager does not lead any more
     */
    public static void open(
            RpcSystem system,
            RpcSettings settings,
            String clusterId,
            long epoch,
            MainThread mainThread,
            TaskManagerListener listener,
            LongConsumer onHigherEpoch) {
        system.actors()
                .systemActorOf(
                        JobManagerActor.create(
                                clusterId, epoch, mainThread, listener, onHigherEpoch, settings),
                        RpcPaths.JOB_MANAGER,
                        Props.empty());
    }
}
