package org.holdfast.runtime.rpc;

import static java.util.Objects.requireNonNull;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import com.typesafe.config.Config;
import java.io.IOException;
import java.net.BindException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.holdfast.runtime.concurrent.MainThread;
import org.holdfast.runtime.config.PortRange;
import org.holdfast.runtime.process.JobManagerAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where actors of this process live. Thread-safe. */
public final class RpcSystem implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(RpcSystem.class);
    private static final long CLOSE_SECONDS = 10;

    private final ActorSystem<Void> actors;
    private volatile boolean closing;

    private RpcSystem(Config config) {
        this.actors = ActorSystem.create(Behaviors.empty(), RpcPaths.SYSTEM, config);
    }

    /** For main threads only; no port is opened. */
    public static RpcSystem local(RpcSettings settings) {
        return new RpcSystem(AkkaConfiguration.local(settings.exitOnFatalError()));
    }

    /**
     * Listens on the first port that is free.
     *
     * @param host name or address others reach this process at; they have to use the same one
     * @param bindHost local address to listen on
     * @throws IOException if none of the ports is free, or the address is not one of this machine
     */
    public static RpcSystem remote(
            RpcSettings settings, String host, String bindHost, PortRange ports)
            throws IOException {
        BindException refused = null;
        for (int port : ports.ports()) {
            try {
                return new RpcSystem(AkkaConfiguration.remote(settings, host, bindHost, port));
            } catch (RuntimeException e) {
                refused = bindException(e);
                log.debug("Port {} of {} cannot be used", port, bindHost, e);
            }
        }
        throw new IOException(
                "cannot listen on "
                        + bindHost
                        + ", port "
                        + ports
                        + ": "
                        + requireNonNull(refused, "refused").getMessage()
                        + ". Give a port or a range with a free port, or 0 for any.",
                refused);
    }

    /** The reason behind a failed start, if that was the port; otherwise throws on. */
    private static BindException bindException(RuntimeException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException refused) {
                return refused;
            }
        }
        throw failure;
    }

    /** Where others reach this process; only if it listens. */
    public JobManagerAddress address() {
        return new JobManagerAddress(
                actors.address().getHost().orElseThrow(), actors.address().getPort().orElseThrow());
    }

    /**
     * Creates a main thread, which ends with this system.
     *
     * @param name unique here
     * @param onFailure told what an action threw; the state of coordinators may be inconsistent
     *     then
     */
    public MainThread mainThread(String name, Consumer<Throwable> onFailure) {
        return new AkkaMainThread(actors, name, onFailure);
    }

    /** Calls {@code action} if the system ends without having been closed. */
    public void onUnexpectedEnd(Runnable action) {
        actors.getWhenTerminated()
                .thenRun(
                        () -> {
                            if (!closing) {
                                action.run();
                            }
                        });
    }

    ActorSystem<?> actors() {
        return actors;
    }

    /** Ends all actors, tells the peers, and frees the port. May be called twice. */
    @Override
    public void close() {
        closing = true;
        actors.terminate();
        CompletableFuture<?> terminated = actors.getWhenTerminated().toCompletableFuture();
        try {
            terminated.get(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            log.warn("The actor system did not end within {} s", CLOSE_SECONDS, e);
        }
    }
}
