package org.holdfast.runtime.rpc;

import static java.util.Objects.requireNonNull;

import akka.actor.AbstractActor;
import akka.actor.ActorRef;
import akka.actor.Props;
import akka.actor.Terminated;
import java.util.function.Consumer;

/**
 * Watches an actor of another process, and tells one that ended from one whose process fell silent,
 * which typed actors do not.
 */
final class DeathWatch extends AbstractActor {

    /** How a watched actor is gone. */
    enum End {
        /** It has stopped, in order. */
        STOPPED,
        /** Its process gave no sign of life, for {@code akka.watch.heartbeat.pause}. */
        SILENT
    }

    private final ActorRef watched;
    private final Consumer<End> onEnd;

    private DeathWatch(ActorRef watched, Consumer<End> onEnd) {
        this.watched = requireNonNull(watched, "watched");
        this.onEnd = requireNonNull(onEnd, "onEnd");
    }

    /**
     * @param onEnd called once, on any thread; the actor has stopped then
     */
    static Props props(ActorRef watched, Consumer<End> onEnd) {
        return Props.create(DeathWatch.class, () -> new DeathWatch(watched, onEnd));
    }

    @Override
    public void preStart() {
        getContext().watch(watched);
    }

    @Override
    public Receive createReceive() {
        return receiveBuilder().match(Terminated.class, this::onTerminated).build();
    }

    private void onTerminated(Terminated terminated) {
        getContext().stop(getSelf());
        onEnd.accept(terminated.getAddressTerminated() ? End.SILENT : End.STOPPED);
    }
}
