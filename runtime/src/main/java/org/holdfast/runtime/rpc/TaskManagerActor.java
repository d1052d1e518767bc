package org.holdfast.runtime.rpc;

import static java.util.Objects.requireNonNull;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.Terminated;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Adapter;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.remote.artery.ThisActorSystemQuarantinedEvent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import org.holdfast.runtime.concurrent.MainThread;
import org.holdfast.runtime.leader.FollowedLeader;
import org.holdfast.runtime.leader.LeaderLocation;
import org.holdfast.runtime.taskmanager.AttemptReport;
import org.holdfast.runtime.taskmanager.JobManagerIdentity;
import org.holdfast.runtime.taskmanager.JobManagerLinkListener;
import org.holdfast.runtime.taskmanager.TaskManagerGateway;
import org.holdfast.runtime.taskmanager.TaskManagerHeartbeat;
import org.holdfast.runtime.taskmanager.TaskManagerReport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The TaskManager's end of one link: registers with the JobManager, passes what it says on to the
 * TaskManager on its main thread, and sends what the TaskManager reports. When the link is over it
 * says so once and does nothing more.
 */
final class TaskManagerActor extends AbstractBehavior<ActorMessage> {

    private static final Logger log = LoggerFactory.getLogger(TaskManagerActor.class);
    private static final Duration WORTH_A_LINE = Duration.ofSeconds(1);

    /** Sends a message over this link. */
    record Send(RpcMessage message) implements ActorMessage {}

    /** Sends a heartbeat over this link. */
    record SendHeartbeat(TaskManagerHeartbeat heartbeat) implements ActorMessage {}

    /** What to register with is known. */
    private record Register(List<AttemptReport> attempts) implements ActorMessage {}

    /** There was no answer to the registration. */
    private enum Retry implements ActorMessage {
        REGISTER
    }

    /** The link cannot be used any more. */
    private record Over(String reason) implements ActorMessage {}

    /** Another JobManager leads now. */
    private record Follow(LeaderLocation next) implements ActorMessage {}

    private final ActorRef<ActorMessage> self;
    private final RpcSettings settings;
    private final ControlLink.Ends ends;
    private final FollowedLeader followed;
    private final MainThread mainThread;
    private final TaskManagerGateway taskManager;
    private final JobManagerLinkListener listener;
    private final CompletableFuture<ControlLink.End> end;
    private final TimerScheduler<ActorMessage> timers;
    private InboundLink inbound;
    private Optional<OutboundLink> outbound = Optional.empty();
    private LeaderLocation leader;
    private Backoff backoff;
    private boolean connected;
    private long epoch;

    private TaskManagerActor(
            ActorContext<ActorMessage> context,
            TimerScheduler<ActorMessage> timers,
            RpcSettings settings,
            ControlLink.Ends ends,
            LeaderLocation leader,
            FollowedLeader followed,
            MainThread mainThread,
            TaskManagerGateway taskManager,
            JobManagerLinkListener listener,
            CompletableFuture<ControlLink.End> end) {
        super(context);
        this.self = context.getSelf();
        this.timers = requireNonNull(timers, "timers");
        this.settings = requireNonNull(settings, "settings");
        this.ends = requireNonNull(ends, "ends");
        this.leader = requireNonNull(leader, "leader");
        this.followed = requireNonNull(followed, "followed");
        this.mainThread = requireNonNull(mainThread, "mainThread");
        this.taskManager = requireNonNull(taskManager, "taskManager");
        this.listener = requireNonNull(listener, "listener");
        this.end = requireNonNull(end, "end");
        this.backoff = new Backoff(settings.firstRetry(), settings.longestRetry());
        this.inbound = newInbound();
        watchForQuarantine();
        watchForSuccessor();
        prepareToRegister();
    }

    /**
     * @param leader the JobManager to register with
     * @param followed knows which epochs are to be believed
     * @param end completed when the link is over
     */
    static Behavior<ActorMessage> create(
            RpcSettings settings,
            ControlLink.Ends ends,
            LeaderLocation leader,
            FollowedLeader followed,
            MainThread mainThread,
            TaskManagerGateway taskManager,
            JobManagerLinkListener listener,
            CompletableFuture<ControlLink.End> end) {
        return Behaviors.withTimers(
                timers ->
                        Behaviors.setup(
                                context ->
                                        new TaskManagerActor(
                                                context,
                                                timers,
                                                settings,
                                                ends,
                                                leader,
                                                followed,
                                                mainThread,
                                                taskManager,
                                                listener,
                                                end)));
    }

    @Override
    public Receive<ActorMessage> createReceive() {
        return newReceiveBuilder()
                .onMessage(Envelope.class, this::onEnvelope)
                .onMessage(Register.class, this::onRegister)
                .onMessage(Retry.class, this::onRetry)
                .onMessage(Send.class, send -> send(send.message()))
                .onMessage(SendHeartbeat.class, this::onSendHeartbeat)
                .onMessage(Over.class, over -> end(false, over.reason()))
                .onMessage(Follow.class, this::onFollow)
                .onSignal(
                        Terminated.class, gone -> end(false, "it ended or is silent (DeathWatch)"))
                .build();
    }

    private InboundLink newInbound() {
        return new InboundLink(ThreadLocalRandom.current().nextLong(), settings.maxMessageBytes());
    }

    private void watchForQuarantine() {
        ActorRef<ThisActorSystemQuarantinedEvent> quarantined =
                getContext()
                        .messageAdapter(
                                ThisActorSystemQuarantinedEvent.class,
                                event -> new Over("it has put this process into quarantine"));
        getContext()
                .getSystem()
                .classicSystem()
                .eventStream()
                .subscribe(Adapter.toClassic(quarantined), ThisActorSystemQuarantinedEvent.class);
    }

    private void watchForSuccessor() {
        followed.onSuccessorOf(leader, next -> self.tell(new Follow(next)));
    }

    /** A report is made for each try: attempts may have ended since the one before. */
    private void prepareToRegister() {
        mainThread.execute(() -> self.tell(new Register(listener.onRegistering())));
    }

    private Behavior<ActorMessage> onRegister(Register register) {
        if (connected) {
            return this;
        }
        long highestEpoch = followed.highestEpoch();
        outbound =
                Optional.of(
                        new OutboundLink(
                                ends.clusterId(),
                                leader.epochMet(highestEpoch),
                                ends.registration().id().text(),
                                inbound.number(),
                                RpcPaths.jobManager(getContext().getSystem(), leader.address()),
                                settings.maxMessageBytes()));
        Behavior<ActorMessage> next =
                send(
                        new RpcMessage.Register(
                                ends.registration(),
                                new TaskManagerReport(highestEpoch, register.attempts()),
                                RpcPaths.print(getContext().getSystem(), self)));
        Duration pause = backoff.next();
        timers.startSingleTimer(Retry.REGISTER, pause);
        if (pause.compareTo(WORTH_A_LINE) >= 0) {
            log.info(
                    "No answer from the JobManager at {} yet; next try in {} ms",
                    leader,
                    pause.toMillis());
        }
        return next;
    }

    private Behavior<ActorMessage> onRetry(Retry retry) {
        prepareToRegister();
        return this;
    }

    private Behavior<ActorMessage> onEnvelope(Envelope envelope) {
        if (!envelope.clusterId().equals(ends.clusterId())
                || !envelope.sender().equals(Envelope.JOB_MANAGER)
                || envelope.link() != inbound.number()
                || !followed.confirms(envelope.epoch())
                || (connected && envelope.epoch() != epoch)) {
            log.debug("Ignored {}: the leader is {}, epoch {}", envelope, leader, epoch);
            return this;
        }
        try {
            Optional<RpcMessage> message = inbound.receive(envelope);
            if (message.isEmpty()) {
                return this;
            }
            return connected ? onMessage(message.get()) : onAnswer(message.get(), envelope.epoch());
        } catch (BrokenLinkException | IllegalArgumentException e) {
            return end(false, e.getMessage());
        }
    }

    private Behavior<ActorMessage> onAnswer(RpcMessage message, long answered)
            throws BrokenLinkException {
        if (message instanceof RpcMessage.Rejected rejected) {
            return end(true, rejected.reason());
        }
        if (!(message instanceof RpcMessage.Accepted accepted)) {
            throw new BrokenLinkException("it did not answer the registration, but: " + message);
        }
        if (!followed.adopt(answered)) {
            return end(false, "another JobManager leads");
        }
        timers.cancel(Retry.REGISTER);
        connected = true;
        epoch = answered;
        outbound.orElseThrow().follow(epoch);
        ActorRef<ActorMessage> jobManager =
                RpcPaths.jobManager(getContext().getSystem(), accepted.jobManager());
        getContext().watch(jobManager);
        Adapter.actorOf(
                getContext(),
                PortWatch.props(
                        RpcPaths.address(jobManager),
                        settings.connectTimeout(),
                        () -> self.tell(new Over("its process ended (its port is closed)"))));
        log.info("Registered with the JobManager at {}, epoch {}", leader.address(), epoch);
        JobManagerIdentity identity = new JobManagerIdentity(leader.address(), epoch);
        mainThread.execute(() -> listener.onConnected(new AkkaJobManagerGateway(identity, self)));
        return this;
    }

    private Behavior<ActorMessage> onMessage(RpcMessage message) throws BrokenLinkException {
        if (message instanceof RpcMessage.SubmitTask submit) {
            mainThread.execute(() -> taskManager.submitTask(submit.deployment()));
        } else if (message instanceof RpcMessage.AcknowledgeEnd end) {
            mainThread.execute(() -> taskManager.acknowledgeEnd(end.attempt()));
        } else if (message instanceof RpcMessage.CancelTask cancel) {
            mainThread.execute(() -> taskManager.cancelTask(cancel.attempt()));
        } else if (message instanceof RpcMessage.TriggerCheckpoint trigger) {
            mainThread.execute(
                    () -> taskManager.triggerCheckpoint(trigger.attempt(), trigger.barrier()));
        } else if (message instanceof RpcMessage.CompleteCheckpoint complete) {
            mainThread.execute(
                    () ->
                            taskManager.completeCheckpoint(
                                    complete.attempt(), complete.checkpoint()));
        } else if (message instanceof RpcMessage.AbortCheckpoint abort) {
            mainThread.execute(
                    () -> taskManager.abortCheckpoint(abort.attempt(), abort.checkpoint()));
        } else if (message instanceof RpcMessage.AdoptTask adopt) {
            mainThread.execute(() -> taskManager.adoptTask(adopt.attempt(), adopt.point()));
        } else if (message instanceof RpcMessage.EndInput end) {
            mainThread.execute(() -> taskManager.endInput(end.attempt()));
        } else if (message instanceof RpcMessage.ReadLog read) {
            mainThread.execute(() -> readLog(read));
        } else if (message instanceof RpcMessage.Unlinked unlinked) {
            return end(false, "it has given up the link: " + unlinked.reason());
        } else if (message instanceof RpcMessage.ShutDown shutDown) {
            mainThread.execute(() -> taskManager.shutDown(shutDown.reason()));
        } else {
            throw new BrokenLinkException("it sent what a JobManager does not send: " + message);
        }
        return this;
    }

    /** On the main thread. */
    private void readLog(RpcMessage.ReadLog read) {
        taskManager
                .readLog(read.maxBytes())
                .whenComplete(
                        (text, failure) ->
                                self.tell(
                                        new Send(
                                                new RpcMessage.LogRead(
                                                        read.question(),
                                                        failure == null ? text : "",
                                                        failure == null
                                                                ? ""
                                                                : String.valueOf(failure)))));
    }

    private Behavior<ActorMessage> onSendHeartbeat(SendHeartbeat send) {
        return send(new RpcMessage.Heartbeat(send.heartbeat(), inbound.received()));
    }

    private Behavior<ActorMessage> send(RpcMessage message) {
        try {
            outbound.orElseThrow().send(message);
            return this;
        } catch (MessageTooLargeException e) {
            return end(false, e.getMessage());
        }
    }

    /**
     * Tells the JobManager that another leads: if it lives, it does not know. A link that was never
     * in use turns to the next JobManager; only one that was has anything to be rid of.
     */
    private Behavior<ActorMessage> onFollow(Follow follow) {
        String reason = "the JobManager at " + follow.next() + " leads now";
        outbound.ifPresent(link -> link.follow(followed.highestEpoch()));
        if (outbound.isPresent() && send(new RpcMessage.Superseded(reason)) != this) {
            return Behaviors.stopped();
        }
        if (connected) {
            return end(false, reason);
        }
        log.info("Looks for the JobManager at {} now", follow.next());
        leader = follow.next();
        inbound = newInbound();
        backoff = new Backoff(settings.firstRetry(), settings.longestRetry());
        watchForSuccessor();
        prepareToRegister();
        return this;
    }

    private Behavior<ActorMessage> end(boolean rejected, String reason) {
        end.complete(new ControlLink.End(rejected, reason));
        return Behaviors.stopped();
    }
}
