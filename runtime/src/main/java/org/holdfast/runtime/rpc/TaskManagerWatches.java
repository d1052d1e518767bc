package org.holdfast.runtime.rpc;

import static java.util.Objects.requireNonNull;

import akka.actor.ActorRef;
import akka.actor.Props;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Adapter;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.holdfast.runtime.network.DataAddress;
import org.holdfast.runtime.taskmanager.TaskManagerId;

/**
 * Finds out when a link to a TaskManager is over, and whether its process is too: a link goes when
 * the TaskManager throws its actor system away, the port of its data plane only with the process.
 * Used by the {@link JobManagerActor} only; what is found out comes to it as a message.
 */
final class TaskManagerWatches {

    /** The link of that number is over. */
    record LinkOver(TaskManagerId id, long link, DeathWatch.End end, String reason)
            implements ActorMessage {}

    /** The process behind the link of that number has ended. */
    record ProcessEnded(TaskManagerId id, long link) implements ActorMessage {}

    /** Nobody asks any more whether the process behind the link of that number has ended. */
    record Expired(TaskManagerId id, long link) implements ActorMessage {}

    private final ActorContext<ActorMessage> context;
    private final RpcSettings settings;
    private final Map<Long, List<ActorRef>> watches = new HashMap<>();

    TaskManagerWatches(ActorContext<ActorMessage> context, RpcSettings settings) {
        this.context = requireNonNull(context, "context");
        this.settings = requireNonNull(settings, "settings");
    }

    /** Watches a link that is open. */
    void watchLink(TaskManagerLink link) {
        akka.actor.typed.ActorRef<ActorMessage> self = context.getSelf();
        TaskManagerId id = link.id();
        long number = link.number();
        start(
                number,
                DeathWatch.props(
                        Adapter.toClassic(link.taskManager()),
                        end ->
                                self.tell(
                                        new LinkOver(
                                                id,
                                                number,
                                                end,
                                                end == DeathWatch.End.SILENT
                                                        ? "it is silent (DeathWatch)"
                                                        : "it has closed its control link"))));
        start(
                number,
                PortWatch.props(
                        RpcPaths.address(link.taskManager()),
                        settings.connectTimeout(),
                        () ->
                                self.tell(
                                        new LinkOver(
                                                id,
                                                number,
                                                DeathWatch.End.STOPPED,
                                                "the port of its control link is closed"))));
    }

    /**
     * The link is over; asks whether the process is too, for as long as silence is forgiven. After
     * that missing heartbeats decide.
     */
    void watchProcess(TaskManagerLink link, DataAddress data) {
        akka.actor.typed.ActorRef<ActorMessage> self = context.getSelf();
        TaskManagerId id = link.id();
        long number = link.number();
        stop(number);
        start(
                number,
                PortWatch.props(
                        InetSocketAddress.createUnresolved(data.host(), data.port()),
                        settings.connectTimeout(),
                        () -> self.tell(new ProcessEnded(id, number))));
        context.scheduleOnce(settings.watchPause(), self, new Expired(id, number));
    }

    private void start(long link, Props watch) {
        watches.computeIfAbsent(link, unused -> new ArrayList<>())
                .add(Adapter.actorOf(context, watch));
    }

    /** Watches no more what belongs to a link. */
    void stop(long link) {
        List<ActorRef> stopped = watches.remove(link);
        if (stopped != null) {
            stopped.forEach(watch -> Adapter.stop(context, watch));
        }
    }
}
