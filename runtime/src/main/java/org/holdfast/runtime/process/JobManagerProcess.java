package org.holdfast.runtime.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.holdfast.runtime.concurrent.MainThread;
import org.holdfast.runtime.config.ClusterOptions;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.dispatcher.Coordinators;
import org.holdfast.runtime.dispatcher.DispatcherGateway;
import org.holdfast.runtime.log.LogTail;
import org.holdfast.runtime.rest.RestServer;
import org.holdfast.runtime.rpc.JobManagerEndpoint;
import org.holdfast.runtime.rpc.RpcSettings;
import org.holdfast.runtime.rpc.RpcSystem;
import org.holdfast.runtime.slots.ResourceProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A JobManager in this process: actors, coordinators, storage and REST, wired. */
public final class JobManagerProcess implements JobManager {

    private static final Logger log = LoggerFactory.getLogger(JobManagerProcess.class);
    private static final int CLOSE_SECONDS = 10;

    private final JobManagerSetup setup;
    private final OpenParts parts = new OpenParts();
    private final CompletableFuture<DispatcherGateway> dispatcher = new CompletableFuture<>();
    private final CompletableFuture<ClusterEnd> ended = new CompletableFuture<>();
    private final JobManagerAddress address;
    private final URI restUrl;

    private JobManagerProcess(JobManagerSetup setup) throws IOException {
        this.setup = setup;
        StartupTimes times = new StartupTimes();
        CompletableFuture<RpcSystem> rpc = CompletableFuture.supplyAsync(() -> openRpc(times));
        try {
            ClusterStorage storage = parts.add(new ClusterStorage(setup));
            times.done("storage");
            RestServer rest =
                    parts.add(
                            new RestServer(
                                    new StartingDispatcher(dispatcher),
                                    storage.blobs(),
                                    new LogTail(Path.of(System.getProperty("log.file", ""))),
                                    setup.configuration()));
            times.done("REST");
            restUrl = URI.create("http://" + setup.host() + ":" + rest.port());
            RpcSystem system = await(rpc);
            address = system.address();
            coordinate(system, storage);
            times.done("coordinators");
        } catch (IOException | RuntimeException e) {
            rpc.handle((system, failure) -> system).join();
            close();
            throw e;
        }
        log.info(
                "JobManager of {}, epoch {}, process {}: TaskManagers at {}, REST at {} ({})",
                setup.clusterId(),
                setup.epoch(),
                ProcessHandle.current().pid(),
                address,
                restUrl,
                times);
    }

    /**
     * Starts a JobManager.
     *
     * @throws IOException if no port is free, or the storage's file system is not known
     */
    public static JobManager start(JobManagerSetup setup) throws IOException {
        return new JobManagerProcess(setup);
    }

    private RpcSystem openRpc(StartupTimes times) {
        Configuration configuration = setup.configuration();
        try {
            RpcSystem system =
                    parts.add(
                            RpcSystem.remote(
                                    RpcSettings.from(configuration),
                                    setup.host(),
                                    configuration.get(ClusterOptions.JOBMANAGER_BIND_HOST),
                                    configuration.get(ClusterOptions.JOBMANAGER_PORT)));
            times.done("actors");
            return system;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    ClusterOptions.JOBMANAGER_PORT + ": " + e.getMessage(), e);
        }
    }

    private static RpcSystem await(CompletableFuture<RpcSystem> rpc) throws IOException {
        try {
            return rpc.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof UncheckedIOException unchecked) {
                throw unchecked.getCause();
            }
            throw e;
        }
    }

    private void coordinate(RpcSystem rpc, ClusterStorage storage) {
        rpc.onUnexpectedEnd(() -> fail("the actor system ended", null));
        MainThread mainThread =
                rpc.mainThread("main", failure -> fail("a coordinator failed", failure));
        ResourceProvider resources = setup.resources().create(mainThread, rpc.address());
        Coordinators coordinators =
                new Coordinators(
                        setup,
                        HoldfastVersion.CURRENT,
                        mainThread,
                        Clock.systemUTC(),
                        resources,
                        digest -> storage.blobs().uri(digest).toString(),
                        storage.checkpoints(mainThread));
        parts.add(() -> runOn(mainThread, coordinators::close));
        // The owner closes this process when it ended, which must not happen on the main thread.
        coordinators.ended().thenAcceptAsync(ended::complete);
        runOn(mainThread, coordinators::start);
        JobManagerEndpoint.open(
                rpc,
                RpcSettings.from(setup.configuration()),
                setup.clusterId(),
                setup.epoch(),
                mainThread,
                coordinators.taskManagers());
        dispatcher.complete(coordinators.dispatcher());
    }

    /** Waits until the action has run. */
    private static void runOn(MainThread mainThread, Runnable action) {
        CompletableFuture.runAsync(action, mainThread)
                .orTimeout(CLOSE_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    private void fail(String what, Throwable cause) {
        log.error("The JobManager cannot go on: {}", what, cause);
        String why = cause == null ? what : what + ": " + cause;
        ended.completeAsync(() -> new ClusterEnd(ClusterEnd.Status.FAILED, "JobManager: " + why));
    }

    @Override
    public JobManagerAddress address() {
        return address;
    }

    @Override
    public URI restUrl() {
        return restUrl;
    }

    @Override
    public CompletableFuture<ClusterEnd> ended() {
        return ended;
    }

    @Override
    public void close() {
        dispatcher.completeExceptionally(new IllegalStateException("the JobManager is closed"));
        parts.close();
    }
}
