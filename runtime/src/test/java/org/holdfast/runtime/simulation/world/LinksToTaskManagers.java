package org.holdfast.runtime.simulation.world;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.holdfast.runtime.checkpoint.CheckpointAnswer;
import org.holdfast.runtime.simulation.world.LinkToJobManager.Message;
import org.holdfast.runtime.task.TaskStateChange;
import org.holdfast.runtime.taskmanager.TaskManagerHeartbeat;
import org.holdfast.runtime.taskmanager.TaskManagerId;
import org.holdfast.runtime.taskmanager.TaskManagerListener;
import org.holdfast.runtime.taskmanager.TaskManagerReport;

/** A JobManager's end of all links, by the rules of {@code JobManagerActor}. */
final class LinksToTaskManagers {

    /** How long a message may be under way. */
    private static final long ARRIVAL_MILLIS = 10_000;

    private final World world;
    private final SimJobManager owner;
    private final long epoch;
    private final TaskManagerListener listener;
    private final Map<TaskManagerId, Link> links = new HashMap<>();

    /** Links that are over, whose processes may have ended; by what number. */
    private final Map<TaskManagerId, Long> unlinked = new HashMap<>();

    /** What a TaskManager says over a link that is in use. */
    interface Inbox {

        void onHeartbeat(TaskManagerHeartbeat heartbeat, long received);

        void onTaskStateChange(TaskStateChange change);

        void onCheckpointAnswer(CheckpointAnswer answer);
    }

    /** One link. */
    final class Link implements Inbox {
        private final SimTaskManager peer;
        private final long number;
        private final SimNetwork.Wire outbound = new SimNetwork.Wire();
        private final List<Message> held = new ArrayList<>();
        private boolean open;
        private long openedAt;
        private long received;
        private long sentAtMark;
        private long markedAt = world.time().now();

        private Link(SimTaskManager peer, long number) {
            this.peer = peer;
            this.number = number;
        }

        private TaskManagerId id() {
            return peer.id();
        }

        void send(Message message) {
            if (!inUse(this)) {
                return;
            }
            if (open || message instanceof Message.Rejected) {
                put(message);
            } else {
                held.add(message);
            }
        }

        private void put(Message message) {
            world.network()
                    .send(
                            owner,
                            peer,
                            outbound,
                            sequence -> peer.link().onEnvelope(number, epoch, sequence, message));
        }

        @Override
        public void onHeartbeat(TaskManagerHeartbeat heartbeat, long arrived) {
            long now = world.time().now();
            if (now - markedAt >= ARRIVAL_MILLIS) {
                if (arrived < sentAtMark) {
                    unlink(this, "messages were lost");
                    return;
                }
                sentAtMark = outbound.sent();
                markedAt = now;
            }
            owner.execute(() -> listener.onHeartbeat(heartbeat));
        }

        @Override
        public void onTaskStateChange(TaskStateChange change) {
            owner.execute(() -> listener.onTaskStateChanged(id(), change));
        }

        @Override
        public void onCheckpointAnswer(CheckpointAnswer answer) {
            owner.execute(() -> listener.onCheckpointAnswer(id(), answer));
        }
    }

    LinksToTaskManagers(
            World world, SimJobManager owner, long epoch, TaskManagerListener listener) {
        this.world = world;
        this.owner = owner;
        this.epoch = epoch;
        this.listener = listener;
    }

    private boolean inUse(Link link) {
        return links.get(link.id()) == link;
    }

    private Optional<Link> link(SimTaskManager peer, long number) {
        return Optional.ofNullable(links.get(peer.id())).filter(link -> link.number == number);
    }

    // ---------------------------------------------------------------- registration

    void onRegister(SimTaskManager peer, long number, long highest, TaskManagerReport report) {
        if (highest > epoch) {
            owner.onHigherEpoch(highest);
            return;
        }
        if (highest < epoch) {
            return; // it is for who led at this address before
        }
        Optional<Link> known = link(peer, number);
        if (known.isPresent()) {
            boolean long_ago =
                    known.get().open && world.time().now() - known.get().openedAt > ARRIVAL_MILLIS;
            if (long_ago) {
                unlink(known.get(), "it did not get the answer to its registration");
            }
            return;
        }
        Link link = new Link(peer, number);
        link.received = 1;
        links.put(link.id(), link);
        unlinked.remove(link.id());
        owner.execute(
                () -> {
                    String refusal =
                            listener.onRegistered(
                                    peer.registration(),
                                    report,
                                    new GatewayToTasks(world, owner, link));
                    owner.execute(() -> decide(link, refusal));
                });
    }

    private void decide(Link link, String refusal) {
        if (!inUse(link)) {
            return;
        }
        if (refusal.isEmpty()) {
            link.open = true;
            link.openedAt = world.time().now();
            link.put(new Message.Accepted());
            link.held.forEach(link::put);
            link.held.clear();
        } else {
            link.put(new Message.Rejected(refusal));
            links.remove(link.id());
        }
    }

    // ---------------------------------------------------------------- what comes

    void onEnvelope(
            SimTaskManager peer,
            long number,
            long inEpoch,
            long sequence,
            Consumer<Inbox> message) {
        if (inEpoch > epoch) {
            owner.onHigherEpoch(inEpoch);
            return;
        }
        Optional<Link> link = link(peer, number);
        if (link.isEmpty() || !link.get().open || inEpoch != epoch) {
            if (link.isEmpty()) {
                // Akka has put it into quarantine, and says so
                peer.after(500, () -> peer.link().end(number, "quarantine"));
            }
            return;
        }
        if (sequence != link.get().received) {
            unlink(link.get(), "messages were lost");
            return;
        }
        link.get().received++;
        message.accept(link.get());
    }

    // ---------------------------------------------------------------- the end of links

    private void unlink(Link link, String reason) {
        link.put(new Message.Unlinked());
        lose(link, reason);
    }

    private void lose(Link link, String reason) {
        links.remove(link.id());
        unlinked.put(link.id(), link.number);
        owner.execute(() -> listener.onLinkLost(link.id(), reason));
        if (link.peer.isDead()) {
            owner.after(
                    100 + world.random().nextInt(1_000),
                    () -> {
                        if (unlinked.remove(link.id(), link.number)) {
                            listener.onLost(link.id(), "its process ended");
                        }
                    });
        }
    }

    /** The other end has thrown its link away, or its process has ended. */
    void onClosedByPeer(SimTaskManager peer, long number) {
        owner.after(
                20 + world.random().nextInt(1_500),
                () -> link(peer, number).ifPresent(link -> lose(link, "it is closed")));
    }

    void onProcessEnded(SimTaskManager peer) {
        Link link = links.get(peer.id());
        if (link != null && link.peer == peer) {
            onClosedByPeer(peer, link.number);
        }
    }

    /** Nothing was heard of it for too long. */
    void onSilent(SimTaskManager peer) {
        Link link = links.get(peer.id());
        if (link != null && link.peer == peer && link.open) {
            links.remove(peer.id());
            owner.execute(() -> listener.onLost(link.id(), "it is silent"));
        }
    }
}
