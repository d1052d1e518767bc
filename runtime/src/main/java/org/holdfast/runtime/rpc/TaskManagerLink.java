package org.holdfast.runtime.rpc;

import static java.util.Objects.requireNonNull;

import akka.actor.typed.ActorRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.holdfast.runtime.network.DataAddress;
import org.holdfast.runtime.taskmanager.TaskManagerId;
import org.holdfast.runtime.taskmanager.TaskManagerRegistration;

/** The JobManager's end of one link. Used by the {@link JobManagerActor} only. */
final class TaskManagerLink {

    private final TaskManagerRegistration registration;
    private final ActorRef<ActorMessage> taskManager;
    private final InboundLink inbound;
    private final OutboundLink outbound;
    private final Duration arrivalBound;
    private final Map<Long, CompletableFuture<String>> questions = new HashMap<>();
    private final List<RpcMessage> held = new ArrayList<>();
    private boolean answered;
    private long openedNanos;
    private long questionsAsked;
    private long sentAtMark;
    private long markedNanos = System.nanoTime();

    /**
     * @param arrivalBound how long a message may be under way
     */
    TaskManagerLink(
            TaskManagerRegistration registration,
            ActorRef<ActorMessage> taskManager,
            InboundLink inbound,
            OutboundLink outbound,
            Duration arrivalBound) {
        this.registration = requireNonNull(registration, "registration");
        this.taskManager = requireNonNull(taskManager, "taskManager");
        this.inbound = requireNonNull(inbound, "inbound");
        this.outbound = requireNonNull(outbound, "outbound");
        this.arrivalBound = requireNonNull(arrivalBound, "arrivalBound");
    }

    TaskManagerId id() {
        return registration.id();
    }

    /** Where the TaskManager's process listens for as long as it lives. */
    DataAddress dataAddress() {
        return registration.dataAddress();
    }

    ActorRef<ActorMessage> taskManager() {
        return taskManager;
    }

    long number() {
        return inbound.number();
    }

    InboundLink inbound() {
        return inbound;
    }

    /** Whether the TaskManager was accepted. */
    boolean isOpen() {
        return answered;
    }

    /** Whether the TaskManager was accepted longer ago than that. */
    boolean isOpenFor(Duration time) {
        return answered && System.nanoTime() - openedNanos > time.toNanos();
    }

    /**
     * Lets messages pass.
     *
     * @return what was held back so far, to be sent behind the answer to the registration
     */
    List<RpcMessage> open() {
        answered = true;
        openedNanos = System.nanoTime();
        List<RpcMessage> messages = List.copyOf(held);
        held.clear();
        return messages;
    }

    /** Sends a message; holds it back while the link is not open. */
    void send(RpcMessage message) throws MessageTooLargeException {
        if (answered || message instanceof RpcMessage.Rejected) {
            outbound.send(message);
        } else {
            held.add(message);
        }
    }

    /** Remembers who waits for an answer. Questions that timed out are forgotten on the way. */
    long ask(CompletableFuture<String> answer) {
        questions.values().removeIf(CompletableFuture::isDone);
        questionsAsked++;
        questions.put(questionsAsked, answer);
        return questionsAsked;
    }

    /** Passes an answer on; one that comes too late is dropped. */
    void answer(RpcMessage.LogRead read) {
        CompletableFuture<String> waiting = questions.remove(read.question());
        if (waiting != null && read.failure().isEmpty()) {
            waiting.complete(read.text());
        } else if (waiting != null) {
            waiting.completeExceptionally(
                    new IllegalStateException(
                            "log of TaskManager " + id() + " cannot be read: " + read.failure()));
        }
    }

    /**
     * Checks that what was sent has arrived, some time later.
     *
     * @param received how many messages the TaskManager says it has got
     */
    void checkReceived(long received) throws BrokenLinkException {
        long now = System.nanoTime();
        if (now - markedNanos < arrivalBound.toNanos()) {
            return;
        }
        if (received < sentAtMark) {
            throw new BrokenLinkException(
                    "messages were lost: it got "
                            + received
                            + " of "
                            + sentAtMark
                            + " that were sent more than "
                            + arrivalBound.toMillis()
                            + " ms ago");
        }
        sentAtMark = outbound.sent();
        markedNanos = now;
    }

    /** Fails those who still wait for an answer. */
    void close(String reason) {
        questions
                .values()
                .forEach(
                        waiting ->
                                waiting.completeExceptionally(
                                        new IllegalStateException(
                                                "TaskManager " + id() + " is lost: " + reason)));
        questions.clear();
    }
}
