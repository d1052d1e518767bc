package org.holdfast.runtime.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.holdfast.ha.fault.FaultPoint;
import org.holdfast.ha.leader.AccessRefusedException;
import org.holdfast.runtime.concurrent.MainThread;
import org.holdfast.runtime.config.ClusterOptions;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.config.HighAvailabilityOptions;
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

    private final JobManagerSetup setup;
    private final OpenParts parts = new OpenParts();
    private final CompletableFuture<DispatcherGateway> dispatcher = new CompletableFuture<>();
    private final CompletableFuture<ClusterEnd> ended = new CompletableFuture<>();
    private final Consumer<String> onFenced;
    private final Leadership leadership;
    private final JobManagerAddress address;
    private final URI restUrl;

    private JobManagerProcess(JobManagerSetup setup, Consumer<String> onFenced) throws IOException {
        this.setup = setup;
        this.onFenced = onFenced;
        FaultPoint.hit("S1");
        StartupTimes times = new StartupTimes();
        CompletableFuture<RpcSystem> rpc = CompletableFuture.supplyAsync(() -> openRpc(times));
        try {
            leadership = parts.add(Candidacy.campaign(setup, onFenced));
            ClusterStorage storage = parts.add(new ClusterStorage(setup));
            times.done("storage");
            RestServer rest =
                    parts.add(
                            new RestServer(
                                    new StartingDispatcher(dispatcher),
                                    leadership.asStandby(),
                                    storage.blobs(),
                                    new LogTail(Path.of(System.getProperty("log.file", ""))),
                                    setup.configuration()));
            times.done("REST");
            restUrl = URI.create("http://" + setup.host() + ":" + rest.port());
            RpcSystem system = await(rpc);
            address = system.address();
            MainThread mainThread =
                    system.mainThread("main", failure -> fail("a coordinator failed", failure));
            ResourceProvider resources = setup.resources().create(mainThread, address);
            leadership
                    .elected()
                    .thenAccept(
                            term -> {
                                times.done("elected");
                                if (mayLead(term)) {
                                    lead(system, storage, mainThread, resources, term, times);
                                }
                            })
                    .exceptionally(this::failToLead);
        } catch (IOException | RuntimeException e) {
            rpc.handle((system, failure) -> system).join();
            close();
            throw e;
        }
        log.info(
                "JobManager of {}, attempt {}, process {}: REST at {}",
                setup.clusterId(),
                setup.attempt(),
                ProcessHandle.current().pid(),
                restUrl);
    }

    /**
     * Starts a JobManager. It has its ports when this returns, and may still wait to be elected.
     *
     * @param onFenced told, on any thread, when another JobManager has taken over: this process
     *     must change nothing more, and be halted
     * @throws IOException if no port is free, or the storage's file system is not known
     */
    public static JobManager start(JobManagerSetup setup, Consumer<String> onFenced)
            throws IOException {
        return new JobManagerProcess(setup, onFenced);
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
                    new IOException(
                            "For TaskManagers it "
                                    + e.getMessage()
                                    + " ("
                                    + ClusterOptions.JOBMANAGER_PORT
                                    + "; in a standalone cluster with high availability "
                                    + HighAvailabilityOptions.JOBMANAGER_PORT
                                    + ")",
                            e));
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

    /** False if this cluster is to end instead. */
    private boolean mayLead(Leadership.Term term) {
        ProgressGuard guard = new ProgressGuard(setup);
        Optional<ClusterEnd> end = Optional.empty();
        if (guard.isNeeded()) {
            try {
                end = guard.judge(term.store().attempts());
            } catch (IOException e) {
                log.warn("It is not known what earlier attempts have achieved", e);
            }
        }
        end.ifPresent(how -> ended.completeAsync(() -> how));
        return end.isEmpty();
    }

    /** Coordinates in the term this process was elected for. */
    private void lead(
            RpcSystem rpc,
            ClusterStorage storage,
            MainThread mainThread,
            ResourceProvider resources,
            Leadership.Term term,
            StartupTimes times) {
        rpc.onUnexpectedEnd(() -> fail("the actor system ended", null));
        Coordination coordination = coordination(storage, mainThread, resources, term);
        Coordinators coordinators = coordination.coordinators();
        // The owner closes this process when it ended, which must not happen on the main thread.
        coordinators.ended().thenAcceptAsync(ended::complete);
        coordination
                .start()
                .thenRunAsync(
                        () -> {
                            times.done("jobs loaded");
                            JobManagerEndpoint.open(
                                    rpc,
                                    RpcSettings.from(setup.configuration()),
                                    setup.clusterId(),
                                    term.epoch().number(),
                                    mainThread,
                                    coordinators.taskManagers(),
                                    higher ->
                                            onFenced.accept(
                                                    "a TaskManager follows epoch " + higher));
                            coordination.publish(address.toString(), restUrl.toString());
                            markStorage(term);
                            log.info(
                                    "Leads {} in {}, TaskManagers at {} ({})",
                                    setup.clusterId(),
                                    term.epoch(),
                                    address,
                                    times);
                        })
                .exceptionally(this::failToLead);
        dispatcher.complete(coordinators.dispatcher());
    }

    /** For those who stand by; not what anybody waits for. */
    private void markStorage(Leadership.Term term) {
        if (!setup.standsBy()) {
            return;
        }
        try {
            ClusterStorage.mark(setup).make(term.store(), term.epoch());
        } catch (IOException e) {
            log.warn("Others cannot find out whether they see this JobManager's storage", e);
        }
    }

    private Coordination coordination(
            ClusterStorage storage,
            MainThread mainThread,
            ResourceProvider resources,
            Leadership.Term term) {
        try {
            return parts.add(
                    new Coordination(setup, storage, mainThread, resources, term, restUrl));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Void failToLead(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        boolean inVain =
                cause instanceof ClusterInUseException || cause instanceof AccessRefusedException;
        if (setup.standsBy() && inVain) {
            log.error("The JobManager ends: {}", cause.getMessage());
            ClusterEnd end = new ClusterEnd(ClusterEnd.Status.FAILED, cause.getMessage());
            ended.completeAsync(() -> end);
        } else {
            fail("it could not begin to lead", failure);
        }
        return null;
    }

    private void fail(String what, Throwable cause) {
        log.error("The JobManager cannot go on: {}", what, cause);
        String why = cause == null ? what : what + ": " + cause;
        ended.completeAsync(() -> new ClusterEnd(ClusterEnd.Status.BROKEN, "JobManager: " + why));
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
    public CompletableFuture<Void> settled() {
        return leadership.settled();
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
