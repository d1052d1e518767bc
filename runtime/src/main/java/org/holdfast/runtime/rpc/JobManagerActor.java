package org.holdfast.runtime.rpc;

import static java.util.Objects.requireNonNull;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.Terminated;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Adapter;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
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

    /** The port of a TaskManager's control link is closed. */
    private record PortClosed(String id, long link) implements ActorMessage {}

    private final String clusterId;
    private final long epoch;
    private final MainThread mainThread;
    private final TaskManagerListener listener;
    private final RpcSettings settings;
    private final OpeningLinks opening;
    private final Map<String, TaskManagerLink> links = new HashMap<>();

    private JobManagerActor(
            ActorContext<ActorMessage> context,
            String clusterId,
            long epoch,
            MainThread mainThread,
            TaskManagerListener listener,
            RpcSettings settings) {
        super(context);
        this.clusterId = requireNonNull(clusterId, "clusterId");
        this.epoch = epoch;
        this.mainThread = requireNonNull(mainThread, "mainThread");
        this.listener = requireNonNull(listener, "listener");
        this.settings = requireNonNull(settings, "settings");
        this.opening = new OpeningLinks(settings.maxMessageBytes());
    }

    static Behavior<ActorMessage> create(
            String clusterId,
            long epoch,
            MainThread mainThread,
            TaskManagerListener listener,
            RpcSettings settings) {
        return Behaviors.setup(
                context ->
                        new JobManagerActor(
                                context, clusterId, epoch, mainThread, listener, settings));
    }

    @Override
    public Receive<ActorMessage> createReceive() {
        return newReceiveBuilder()
                .onMessage(Envelope.class, this::onEnvelope)
                .onMessage(Decided.class, this::onDecided)
                .onMessage(Send.class, this::onSend)
                .onMessage(AskForLog.class, this::onAskForLog)
                .onMessage(PortClosed.class, this::onPortClosed)
                .onSignal(Terminated.class, this::onTerminated)
                .build();
    }

    private Behavior<ActorMessage> onEnvelope(Envelope envelope) {
        if (!envelope.clusterId().equals(clusterId)) {
            log.warn("Ignored {}: this is cluster {}", envelope, clusterId);
        } else if (envelope.epoch() > epoch) {
            log.error("Ignored {}: this JobManager leads epoch {} only", envelope, epoch);
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
        Optional<TaskManagerLink> known = link(envelope.sender(), envelope.link());
        if (known.isPresent()) {
            // The answer is under way, unless that was long ago.
            if (known.get().isOpenFor(settings.askTimeout())) {
                lose(known.get(), "it did not get the answer to its registration");
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
                new TaskManagerLink(id, taskManager, inbound, outbound, settings.askTimeout());
        Optional.ofNullable(links.put(id.text(), link))
                .ifPresent(replaced -> replaced.close("it built another link"));
        getContext().watch(taskManager);
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
        ActorRef<ActorMessage> self = getContext().getSelf();
        PortClosed closed = new PortClosed(link.id().text(), link.number());
        Adapter.actorOf(
                getContext(),
                PortWatch.props(
                        RpcPaths.address(link.taskManager()),
                        settings.connectTimeout(),
                        () -> self.tell(closed)));
    }

    private void receive(TaskManagerLink link, Envelope envelope) {
        try {
            Optional<RpcMessage> message = link.inbound().receive(envelope);
            if (message.isPresent()) {
                onMessage(link, message.get());
            }
        } catch (BrokenLinkException e) {
            lose(link, e.getMessage());
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
                lose(link, e.getMessage());
            }
        }
    }

    private Behavior<ActorMessage> onPortClosed(PortClosed closed) {
        link(closed.id(), closed.link())
                .ifPresent(link -> lose(link, "its process ended (its port is closed)"));
        return this;
    }

    private Behavior<ActorMessage> onTerminated(Terminated terminated) {
        links.values().stream()
                .filter(
                        link ->
                                Adapter.toClassic(link.taskManager())
                                        .equals(Adapter.toClassic(terminated.getRef())))
                .findFirst()
                .ifPresent(link -> lose(link, "its control link ended or is silent (DeathWatch)"));
        return this;
    }

    private void lose(TaskManagerLink link, String reason) {
        links.remove(link.id().text());
        link.close(reason);
        log.info("Lost the link to TaskManager {}: {}", link.id(), reason);
        mainThread.execute(() -> listener.onLost(link.id(), reason));
    }

    private Optional<TaskManagerLink> link(String id, long number) {
        return Optional.ofNullable(links.get(id)).filter(link -> link.number() == number);
    }
}
