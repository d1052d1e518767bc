package org.holdfast.runtime.simulation.world;

import java.util.Optional;
import java.util.function.Consumer;
import org.holdfast.runtime.leader.FollowedLeader;
import org.holdfast.runtime.leader.LeaderLocation;
import org.holdfast.runtime.process.JobManagerAddress;
import org.holdfast.runtime.taskmanager.JobManagerGateway;
import org.holdfast.runtime.taskmanager.JobManagerIdentity;
import org.holdfast.runtime.taskmanager.TaskManagerGateway;
import org.holdfast.runtime.taskmanager.TaskManagerHeartbeat;
import org.holdfast.runtime.taskmanager.TaskManagerReport;

/**
 * A TaskManager's end of its link, by the rules of {@code ControlLink} and {@code
 * TaskManagerActor}: which leader is followed is production's {@link FollowedLeader} to say.
 */
final class LinkToJobManager {

    private static final long RETRY_MILLIS = 1_500;

    private final World world;
    private final SimTaskManager owner;
    private final FollowedLeader followed = new FollowedLeader();
    private SimNetwork.Wire outbound = new SimNetwork.Wire();
    private Optional<LeaderLocation> leader = Optional.empty();
    private Optional<SimJobManager> peer = Optional.empty();
    private long number;
    private long received;
    private boolean connected;
    private boolean closed;
    private long epoch;

    LinkToJobManager(World world, SimTaskManager owner) {
        this.world = world;
        this.owner = owner;
    }

    FollowedLeader followed() {
        return followed;
    }

    /** Which JobManager it is registered with. */
    Optional<SimJobManager> connectedTo() {
        return connected ? peer : Optional.empty();
    }

    void open() {
        followed.current().thenAccept(found -> owner.execute(() -> openTo(found)));
    }

    void close() {
        closed = true;
        connected = false;
    }

    private void openTo(LeaderLocation next) {
        if (closed) {
            return;
        }
        number = world.nextLink();
        connected = false;
        leader = Optional.of(next);
        long own = number;
        followed.onSuccessorOf(next, successor -> owner.execute(() -> follow(own, successor)));
        register(own);
    }

    /** A report is made for each try: attempts may have ended since the one before. */
    private void register(long link) {
        if (closed || link != number || connected) {
            return;
        }
        outbound = new SimNetwork.Wire();
        received = 0;
        long highest = followed.highestEpoch();
        world.checks().tasks().onHighestEpoch(owner, highest);
        TaskManagerReport report =
                new TaskManagerReport(highest, owner.taskManager().onRegistering());
        peer = world.jobManagerAt(leader.orElseThrow().address());
        peer.ifPresent(
                to ->
                        world.network()
                                .send(
                                        owner,
                                        to,
                                        outbound,
                                        sequence ->
                                                to.links()
                                                        .onRegister(owner, link, highest, report)));
        owner.after(RETRY_MILLIS, () -> register(link));
    }

    private void follow(long link, LeaderLocation successor) {
        if (closed || link != number) {
            return;
        }
        sendTo(followed.highestEpoch(), inbox -> {});
        if (connected) {
            end(link, "another JobManager leads");
        } else {
            openTo(successor);
        }
    }

    /** The link is over. */
    void end(long link, String reason) {
        if (closed || link != number) {
            return;
        }
        boolean was = connected;
        connected = false;
        number = 0;
        peer.ifPresent(to -> to.links().onClosedByPeer(owner, link));
        if (was) {
            owner.taskManager().onDisconnected(reason);
        }
        owner.after(20 + world.random().nextInt(200), this::open);
    }

    /** Ends the link it has to this JobManager, if it has one. */
    void endTo(SimJobManager jobManager, String reason) {
        if (connected && peer.filter(to -> to == jobManager).isPresent()) {
            end(number, reason);
        }
    }

    // ---------------------------------------------------------------- what comes

    /** An envelope has come. */
    void onEnvelope(long link, long from, long sequence, Message message) {
        boolean ignored =
                closed
                        || link != number
                        || !followed.confirms(from)
                        || (connected && from != epoch);
        if (ignored) {
            return;
        }
        if (sequence != received) {
            end(link, "messages were lost");
            return;
        }
        received++;
        if (!connected) {
            onAnswer(link, from, message);
        } else if (message instanceof Message.Unlinked) {
            end(link, "it has given up the link");
        } else if (message instanceof Message.Command command) {
            world.checks().tasks().onCommand(owner, from);
            command.action().accept(owner.taskManager());
        }
    }

    private void onAnswer(long link, long from, Message message) {
        if (message instanceof Message.Rejected rejected) {
            closed = true;
            owner.taskManager().onRejected(rejected.reason());
        } else if (message instanceof Message.Accepted) {
            if (!followed.adopt(from)) {
                end(link, "another JobManager leads");
                return;
            }
            connected = true;
            epoch = from;
            world.checks().tasks().onHighestEpoch(owner, from);
            owner.taskManager().onConnected(new Gateway());
        } else {
            end(link, "it did not answer the registration");
        }
    }

    /** What a JobManager sends. */
    sealed interface Message {

        /** The TaskManager is accepted. */
        record Accepted() implements Message {}

        /** It is not. */
        record Rejected(String reason) implements Message {}

        /** The link is over. */
        record Unlinked() implements Message {}

        /** Something to do. */
        record Command(Consumer<TaskManagerGateway> action) implements Message {}
    }

    // ---------------------------------------------------------------- what goes

    private void sendTo(long inEpoch, Consumer<LinksToTaskManagers.Inbox> message) {
        long link = number;
        peer.ifPresent(
                to ->
                        world.network()
                                .send(
                                        owner,
                                        to,
                                        outbound,
                                        sequence ->
                                                to.links()
                                                        .onEnvelope(
                                                                owner, link, inEpoch, sequence,
                                                                message)));
    }

    private final class Gateway implements JobManagerGateway {

        @Override
        public JobManagerIdentity identity() {
            return new JobManagerIdentity(new JobManagerAddress("simulated", 1), epoch);
        }

        private void send(Consumer<LinksToTaskManagers.Inbox> message) {
            if (connected) {
                sendTo(epoch, message);
            }
        }

        @Override
        public void sendHeartbeat(TaskManagerHeartbeat heartbeat) {
            long count = received;
            send(inbox -> inbox.onHeartbeat(heartbeat, count));
        }

        @Override
        public void sendTaskStateChange(org.holdfast.runtime.task.TaskStateChange change) {
            send(inbox -> inbox.onTaskStateChange(change));
        }

        @Override
        public void sendCheckpointAnswer(org.holdfast.runtime.checkpoint.CheckpointAnswer answer) {
            send(inbox -> inbox.onCheckpointAnswer(answer));
        }
    }
}
