package org.holdfast.runtime.rpc;

import akka.actor.ActorPath;
import akka.actor.ActorPaths;
import akka.actor.Address;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Adapter;
import java.net.InetSocketAddress;
import org.holdfast.runtime.process.JobManagerAddress;

/** Names of the actors at the two ends of a link, and the only names that are believed. */
final class RpcPaths {

    static final String SYSTEM = "holdfast";
    static final String JOB_MANAGER = "jobmanager";
    static final String TASK_MANAGER = "taskmanager";

    private static final String PARENT = "system";

    private RpcPaths() {}

    /** Whatever JobManager will listen at an address. */
    static ActorRef<ActorMessage> jobManager(ActorSystem<?> system, JobManagerAddress at) {
        return ActorRefResolver.get(system)
                .resolveActorRef(
                        new Address("akka", SYSTEM, at.host(), at.port())
                                + "/"
                                + PARENT
                                + "/"
                                + JOB_MANAGER);
    }

    /** The JobManager that a message names. */
    static ActorRef<ActorMessage> jobManager(ActorSystem<?> system, String path) {
        return resolve(system, path, JOB_MANAGER);
    }

    /** The TaskManager that a message names. */
    static ActorRef<ActorMessage> taskManager(ActorSystem<?> system, String path) {
        return resolve(system, path, TASK_MANAGER);
    }

    /** An actor's path, for a message. */
    static String print(ActorSystem<?> system, ActorRef<ActorMessage> actor) {
        return ActorRefResolver.get(system).toSerializationFormat(actor);
    }

    /** Where a remote actor's process listens. */
    static InetSocketAddress address(ActorRef<ActorMessage> actor) {
        Address address = Adapter.toClassic(actor).path().address();
        return new InetSocketAddress(address.getHost().get(), (int) address.getPort().get());
    }

    /**
     * @throws IllegalArgumentException if the path names any other actor than that one of another
     *     process
     */
    private static ActorRef<ActorMessage> resolve(ActorSystem<?> system, String text, String name) {
        ActorPath path;
        try {
            path = ActorPaths.fromString(text);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("actor path: '" + text + "' is none", e);
        }
        Address address = path.address();
        if (!path.toStringWithoutAddress().equals("/" + PARENT + "/" + name)
                || !address.system().equals(SYSTEM)
                || !address.hasGlobalScope()
                || address.equals(system.address())) {
            throw new IllegalArgumentException(
                    "actor path: '"
                            + text
                            + "' (expected: /"
                            + PARENT
                            + "/"
                            + name
                            + " of another process)");
        }
        return ActorRefResolver.get(system).resolveActorRef(text);
    }
}
