package org.holdfast.runtime.rpc;

import static java.util.Objects.requireNonNull;

import akka.actor.AbstractActorWithTimers;
import akka.actor.Props;
import akka.io.Tcp;
import akka.io.TcpMessage;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * Notices at once when a process has ended: holds an idle connection to the port the process
 * listens on for as long as it lives. When the process ends, the kernel closes the connection, and
 * refuses the next one. Nothing else is taken for a proof; a process that only hangs keeps its port
 * open, and a machine that is gone refuses nothing. DeathWatch decides about those, later.
 */
final class PortWatch extends AbstractActorWithTimers {

    /** Whoever ends may still take connections for a moment. */
    private static final Duration FIRST_PAUSE = Duration.ofMillis(10);

    /** A connection that broke later than this after it was made is replaced at once. */
    private static final Duration CALM = Duration.ofSeconds(1);

    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(20);

    private enum Retry {
        CONNECT
    }

    private final InetSocketAddress address;
    private final Duration timeout;
    private final Runnable onClosed;
    private Backoff pauses = new Backoff(SHORTEST_PAUSE, CALM);
    private Duration pause = FIRST_PAUSE;
    private long lastTryNanos;

    private PortWatch(InetSocketAddress address, Duration timeout, Runnable onClosed) {
        this.address = requireNonNull(address, "address");
        this.timeout = requireNonNull(timeout, "timeout");
        this.onClosed = requireNonNull(onClosed, "onClosed");
    }

    /**
     * @param timeout of one try to connect
     * @param onClosed called once, on any thread; the actor has stopped then
     */
    static Props props(InetSocketAddress address, Duration timeout, Runnable onClosed) {
        return Props.create(PortWatch.class, () -> new PortWatch(address, timeout, onClosed));
    }

    @Override
    public void preStart() {
        connect();
    }

    @Override
    public Receive createReceive() {
        return receiveBuilder()
                .match(
                        Tcp.Connected.class,
                        connected -> getSender().tell(TcpMessage.register(getSelf()), getSelf()))
                .match(Tcp.ConnectionClosed.class, closed -> connectSoon())
                .match(Tcp.CommandFailed.class, this::onFailed)
                .matchEquals(Retry.CONNECT, retry -> connect())
                .build();
    }

    private void connect() {
        lastTryNanos = System.nanoTime();
        Tcp.get(getContext().getSystem())
                .manager()
                .tell(TcpMessage.connect(address, null, List.of(), timeout, false), getSelf());
    }

    /** Tries again at once after a calm, and ever more slowly until there is one. */
    private void connectSoon() {
        if (System.nanoTime() - lastTryNanos > CALM.toNanos()) {
            pause = FIRST_PAUSE;
            connect();
        } else {
            getTimers().startSingleTimer(Retry.CONNECT, Retry.CONNECT, pause);
            pause = pause.multipliedBy(2).compareTo(CALM) > 0 ? CALM : pause.multipliedBy(2);
        }
    }

    private void onFailed(Tcp.CommandFailed failed) {
        if (failed.cause().exists(PortWatch::isRefusal)) {
            getContext().stop(getSelf());
            onClosed.run();
        } else {
            connectSoon();
        }
    }

    private static boolean isRefusal(Throwable cause) {
        return cause instanceof java.net.ConnectException
                && String.valueOf(cause.getMessage()).contains("refused");
    }
}
