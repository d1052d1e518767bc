package org.holdfast.runtime.rpc;

import static java.util.Objects.requireNonNull;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.Props;
import akka.actor.typed.javadsl.Behaviors;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.holdfast.runtime.concurrent.MainThread;

/**
 * A main thread that is the mailbox of an actor: a pool's threads take turns in running it, never
 * two at once. It ends with its actor system; what is handed over after that is dropped.
 */
final class AkkaMainThread implements MainThread {

    private final ActorSystem<?> system;
    private final Consumer<Throwable> onFailure;
    private final ActorRef<Runnable> mailbox;
    private volatile Thread owner;

    /**
     * @param name unique in the actor system
     * @param onFailure told what an action threw; the coordinators' state may be inconsistent then
     */
    AkkaMainThread(ActorSystem<?> system, String name, Consumer<Throwable> onFailure) {
        this.system = requireNonNull(system, "system");
        this.onFailure = requireNonNull(onFailure, "onFailure");
        this.mailbox = system.systemActorOf(behavior(), name, Props.empty());
    }

    private Behavior<Runnable> behavior() {
        return Behaviors.receiveMessage(
                action -> {
                    run(action);
                    return Behaviors.same();
                });
    }

    private void run(Runnable action) {
        owner = Thread.currentThread();
        try {
            action.run();
        } catch (Exception | AssertionError e) {
            onFailure.accept(e);
        } finally {
            owner = null;
        }
    }

    @Override
    public void execute(Runnable action) {
        mailbox.tell(requireNonNull(action, "action"));
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable action) {
        ScheduledAction scheduled = new ScheduledAction(action);
        scheduled.timer =
                system.scheduler()
                        .scheduleOnce(delay, () -> execute(scheduled), system.executionContext());
        return scheduled;
    }

    @Override
    public long nowMillis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    @Override
    public void assertOwned() {
        if (owner != Thread.currentThread()) {
            throw new IllegalStateException(
                    "Called on thread '"
                            + Thread.currentThread().getName()
                            + "', but only "
                            + mailbox.path()
                            + " may do this.");
        }
    }

    /** Cancelling it also stops it when its timer fired already but the mailbox is busy. */
    private static final class ScheduledAction implements Runnable, Cancellable {

        private final Runnable action;
        private volatile boolean cancelled;
        private volatile akka.actor.Cancellable timer;

        ScheduledAction(Runnable action) {
            this.action = requireNonNull(action, "action");
        }

        @Override
        public void run() {
            if (!cancelled) {
                action.run();
            }
        }

        @Override
        public void cancel() {
            cancelled = true;
            timer.cancel();
        }
    }
}
