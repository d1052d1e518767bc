package org.holdfast.runtime.rpc;

import static java.util.Objects.requireNonNull;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;
import org.holdfast.runtime.concurrent.MainThread;
import org.holdfast.runtime.task.ExecutionState;
import org.holdfast.runtime.task.TaskCounters;
import org.holdfast.runtime.task.TaskStateChange;
import org.holdfast.runtime.taskmanager.TaskManagerGateway;
import org.holdfast.runtime.taskmanager.TaskManagerId;
import org.holdfast.runtime.taskmanager.TaskManagerListener;
import org.holdfast.runtime.taskmanager.TaskManagerRegistration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The JobManager's end of all links: checks what comes, passes it on to the {@link
 * TaskManagerListener} on the main thread, and sends what the gateways are told.
 */
final class JobManagerActor extends AbstractBehavior<ActorMessage> {

    private static final Logger log = LoggerFactory.getLogger(JobManagerActor.class);

    /** Sends a message over the link of that number, if it is still in use. */
    record Send(TaskManagerId to, long link, RpcMessage message) implements ActorMessage {}

    /** Asks for a log over the link of that number. */
    record AskForLog(TaskManagerId to, long link, int maxBytes, CompletableFuture<String> answer)
            implements ActorMessage {}

    /** What the listener says to a registration. */
    private record Decided(String id, long link, String refusal) implements ActorMessage {}

    private final String clusterId;
    private final long epoch;
    private final MainThread mainThread;
    private final TaskManagerListener listener;
    private final LongConsumer onHigherEpoch;
    private final RpcSettings settings;
    private final OpeningLinks opening;
    private final TaskManagerWatches watches;
    private final Map<String, TaskManagerLink> links = new HashMap<>();

    /** Links that are over, by TaskManager, while its process may live. */
    private final Map<String, Long> unlinked = new HashMap<>();

    private JobManagerActor(
            ActorContext<ActorMessage> context,
            String clusterId,
            long epoch,
            MainThread mainThread,
            TaskManagerListener listener,
            LongConsumer onHigherEpoch,
            RpcSettings settings) {
        super(context);
        this.clusterId = requireNonNull(clusterId, "clusterId");
        this.epoch = epoch;
        this.mainThread = requireNonNull(mainThread, "mainThread");
        this.listener = requireNonNull(listener, "listener");
        this.onHigherEpoch = requireNonNull(onHigherEpoch, "onHigherEpoch");
        this.settings = requireNonNull(settings, "settings");
        this.watches = new TaskManagerWatches(context, settings);
        this.opening = new OpeningLinks(settings.maxMessageBytes());
    }

    static Behavior<ActorMessage> create(
            String clusterId,
            long epoch,
            MainThread mainThread,
            TaskManagerListener listener,
            LongConsumer onHigherEpoch,
            RpcSettings settings) {
        return Behaviors.setup(
                context ->
                        new JobManagerActor(
                                context,
                                clusterId,
                                epoch,
                                mainThread,
                                listener,
                                onHigherEpoch,
                                settings));
    }

    @Override
    public Receive<ActorMessage> createReceive() {
        return newReceiveBuilder()
                .onMessage(Envelope.class, this::onEnvelope)
                .onMessage(Decided.class, this::onDecided)
                .onMessage(Send.class, this::onSend)
                .onMessage(AskForLog.class, this::onAskForLog)
                .onMessage(TaskManagerWatches.LinkOver.class, this::onLinkOver)
                .onMessage(TaskManagerWatches.ProcessEnded.class, this::onProcessEnded)
                .onMessage(TaskManagerWatches.Expired.class, this::onExpired)
                .build();
    }

    private Behavior<ActorMessage> onEnvelope(Envelope envelope) {
        if (!envelope.clusterId().equals(clusterId)) {
            log.warn("Ignored {}: this is cluster {}", envelope, clusterId);
        } else if (envelope.epoch() > epoch) {
            log.error("Ignored {}: this JobManager leads epoch {} only", envelope, epoch);
            mainThread.execute(() -> onHigherEpoch.accept(envelope.epoch()));
        } else if (envelope.kind().equals(MessageCodec.REGISTER)) {
            onRegister(envelope);
        } else {
            Optional<TaskManagerLink> link = link(envelope.sender(), envelope.link());
            if (link.isEmpty() || !link.get().isOpen() || envelope.epoch() != epoch) {
                log.debug("Ignored {}: that link is not in use in epoch {}", envelope, epoch);
            } else {
                receive(link.get(), envelope);
            }
        }
        return this;
    }

    private void onRegister(Envelope envelope) {
        if (settings.leadersArePublished() && envelope.epoch() < epoch) {
            // It would not believe the answer, and register again once it has seen who leads.
            log.debug("Ignored {}: it is for who led here before epoch {}", envelope, epoch);
            return;
        }
        Optional<TaskManagerLink> known = link(envelope.sender(), envelope.link());
        if (known.isPresent()) {
            // The answer is under way, unless that was long ago.
            if (known.get().isOpenFor(settings.askTimeout())) {
                unlink(known.get(), "it did not get the answer to its registration");
            }
            return;
        }
        try {
            opening.receive(envelope).ifPresent(opened -> onRegistration(envelope, opened));
        } catch (BrokenLinkException | IllegalArgumentException e) {
            log.warn("Ignored {}: {}", envelope, e.getMessage());
        }
    }

    private void onRegistration(Envelope envelope, OpeningLinks.Opened opened) {
        TaskManagerId id = opened.register().registration().id();
        if (id.text().equals(envelope.sender())) {
            decide(opened.register(), opened.link());
        } else {
            log.warn("Ignored {}: it registers {}", envelope, id);
        }
    }

    private void decide(RpcMessage.Register register, InboundLink inbound) {
        TaskManagerRegistration registration = register.registration();
        ActorRef<ActorMessage> taskManager =
                RpcPaths.taskManager(getContext().getSystem(), register.replyTo());
        TaskManagerId id = registration.id();
        long number = inbound.number();
        OutboundLink outbound =
                new OutboundLink(
                        clusterId,
                        epoch,
                        Envelope.JOB_MANAGER,
                        number,
                        taskManager,
                        settings.maxMessageBytes());
        TaskManagerLink link =
                new TaskManagerLink(
                        registration, taskManager, inbound, outbound, settings.askTimeout());
        replace(link);
        ActorRef<ActorMessage> self = getContext().getSelf();
        TaskManagerGateway gateway =
                new AkkaTaskManagerGateway(self, id, number, settings.askTimeout());
        mainThread.execute(
                () -> {
                    String refusal =
                            listener.onRegistered(registration, register.report(), gateway);
                    self.tell(new Decided(id.text(), number, refusal));
                });
    }

    private Behavior<ActorMessage> onDecided(Decided decided) {
        Optional<TaskManagerLink> link = link(decided.id(), decided.link());
        if (link.isPresent() && decided.refusal().isEmpty()) {
            open(link.get());
        } else if (link.isPresent()) {
            links.remove(decided.id());
            send(link.get(), new RpcMessage.Rejected(decided.refusal()));
        }
        return this;
    }

    private void open(TaskManagerLink link) {
        ActorSystem<?> system = getContext().getSystem();
        List<RpcMessage> held = link.open();
        send(link, new RpcMessage.Accepted(RpcPaths.print(system, getContext().getSelf())));
        held.forEach(message -> send(link, message));
        watches.watchLink(link);
    }

    private void receive(TaskManagerLink link, Envelope envelope) {
        try {
            Optional<RpcMessage> message = link.inbound().receive(envelope);
            if (message.isPresent()) {
                onMessage(link, message.get());
            }
        } catch (BrokenLinkException e) {
            unlink(link, e.getMessage());
        }
    }

    private void onMessage(TaskManagerLink link, RpcMessage message) throws BrokenLinkException {
        TaskManagerId id = link.id();
        if (message instanceof RpcMessage.Heartbeat beat && beat.heartbeat().id().equals(id)) {
            link.checkReceived(beat.received());
            mainThread.execute(() -> listener.onHeartbeat(beat.heartbeat()));
        } else if (message instanceof RpcMessage.TaskStateChanged changed) {
            mainThread.execute(() -> listener.onTaskStateChanged(id, changed.change()));
        } else if (message instanceof RpcMessage.CheckpointAcknowledged acknowledged) {
            mainThread.execute(() -> listener.onCheckpointAnswer(id, acknowledged.answer()));
        } else if (message instanceof RpcMessage.CheckpointDeclined declined) {
            mainThread.execute(() -> listener.onCheckpointAnswer(id, declined.answer()));
        } else if (message instanceof RpcMessage.LogRead read) {
            link.answer(read);
        } else {
            throw new BrokenLinkException("it sent what a TaskManager does not send: " + message);
        }
    }

    private Behavior<ActorMessage> onSend(Send send) {
        Optional<TaskManagerLink> link = link(send.to().text(), send.link());
        if (link.isPresent()) {
            send(link.get(), send.message());
        } else {
            log.debug("Not sent to {}, which is lost: {}", send.to(), send.message());
        }
        return this;
    }

    private Behavior<ActorMessage> onAskForLog(AskForLog ask) {
        Optional<TaskManagerLink> link = link(ask.to().text(), ask.link());
        if (link.isPresent()) {
            long question = link.get().ask(ask.answer());
            send(link.get(), new RpcMessage.ReadLog(question, ask.maxBytes()));
        } else {
            ask.answer()
                    .completeExceptionally(
                            new IllegalStateException("TaskManager " + ask.to() + " is lost"));
        }
        return this;
    }

    private void send(TaskManagerLink link, RpcMessage message) {
        try {
            link.send(message);
        } catch (MessageTooLargeException e) {
            if (message instanceof RpcMessage.SubmitTask submit) {
                TaskStateChange failed =
                        new TaskStateChange(
                                submit.deployment().attempt(),
                                ExecutionState.FAILED,
                                e.getMessage(),
                                TaskCounters.NONE);
                mainThread.execute(() -> listener.onTaskStateChanged(link.id(), failed));
            } else {
                unlink(link, e.getMessage());
            }
        }
    }

    private Behavior<ActorMessage> onLinkOver(TaskManagerWatches.LinkOver over) {
        link(over.id().text(), over.link())
                .ifPresent(
                        link -> {
                            if (over.end() == DeathWatch.End.SILENT) {
                                declareLost(link, over.reason());
                            } else {
                                lose(link, over.reason());
                            }
                        });
        return this;
    }

    /** The link cannot be used any more; the TaskManager is to build another. */
    private void unlink(TaskManagerLink link, String reason) {
        try {
            link.send(new RpcMessage.Unlinked(reason));
        } catch (MessageTooLargeException e) {
            log.warn("TaskManager {} is not told that its link is over", link.id(), e);
        }
        lose(link, reason);
    }

    /** The process may live and register over another link. */
    private void lose(TaskManagerLink link, String reason) {
        links.remove(link.id().text());
        link.close(reason);
        watches.watchProcess(link, link.dataAddress());
        unlinked.put(link.id().text(), link.number());
        mainThread.execute(() -> listener.onLinkLost(link.id(), reason));
    }

    private void declareLost(TaskManagerLink link, String reason) {
        links.remove(link.id().text());
        link.close(reason);
        watches.stop(link.number());
        mainThread.execute(() -> listener.onLost(link.id(), reason));
    }

    private Behavior<ActorMessage> onProcessEnded(TaskManagerWatches.ProcessEnded ended) {
        if (unlinked.remove(ended.id().text(), ended.link())) {
            String reason = "its process ended (its ports are closed)";
            mainThread.execute(() -> listener.onLost(ended.id(), reason));
        }
        watches.stop(ended.link());
        return this;
    }

    private Behavior<ActorMessage> onExpired(TaskManagerWatches.Expired expired) {
        unlinked.remove(expired.id().text(), expired.link());
        watches.stop(expired.link());
        return this;
    }

    /** A link takes the place of the one before it, if there is one. */
    private void replace(TaskManagerLink link) {
        TaskManagerLink replaced = links.put(link.id().text(), link);
        if (replaced != null) {
            replaced.close("it built another link");
            watches.stop(replaced.number());
        }
        Long lost = unlinked.remove(link.id().text());
        if (lost != null) {
            watches.stop(lost);
        }
    }

    private Optional<TaskManagerLink> link(String id, long number) {
        return Optional.ofNullable(links.get(id)).filter(link -> link.number() == number);
    }
}
