package org.holdfast.runtime.process;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.holdfast.api.file.FileAccess;
import org.holdfast.runtime.concurrent.MainThread;
import org.holdfast.runtime.config.ClusterOptions;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.config.TaskManagerOptions;
import org.holdfast.runtime.file.HadoopFileAccess;
import org.holdfast.runtime.highavailability.HighAvailability;
import org.holdfast.runtime.leader.FixedLeader;
import org.holdfast.runtime.leader.LeaderDirectory;
import org.holdfast.runtime.leader.PublishedLeaders;
import org.holdfast.runtime.network.DataPlane;
import org.holdfast.runtime.network.NettyDataPlane;
import org.holdfast.runtime.network.NetworkSettings;
import org.holdfast.runtime.rpc.ControlLink;
import org.holdfast.runtime.rpc.RpcSettings;
import org.holdfast.runtime.rpc.RpcSystem;
import org.holdfast.runtime.serialization.KryoRecordSerializer;
import org.holdfast.runtime.task.FatalErrorHandler;
import org.holdfast.runtime.task.JarCodeLoader;
import org.holdfast.runtime.task.Task;
import org.holdfast.runtime.task.TaskEnvironment;
import org.holdfast.runtime.taskmanager.LogFile;
import org.holdfast.runtime.taskmanager.TaskManager;
import org.holdfast.runtime.taskmanager.TaskManagerId;
import org.holdfast.runtime.taskmanager.TaskManagerRegistration;
import org.holdfast.runtime.usercode.UserCodeCache;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A TaskManager in this process: data plane, tasks, control link, wired. Thread-safe.
 *
 * <p>Its main thread lives in an actor system without a port, which stays when the control link
 * throws its own away.
 */
public final class TaskManagerProcess implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(TaskManagerProcess.class);
    private static final int LOG_READERS = 1;
    private static final int LOG_QUESTIONS = 64;

    private final Configuration configuration;
    private final Path temporary;
    private final FatalErrorHandler fatalErrors;
    private final OpenParts parts = new OpenParts();
    private final CompletableFuture<String> ended = new CompletableFuture<>();
    private final LeaderDirectory leaders;
    private final MainThread mainThread;
    private final TaskManager taskManager;
    private final Optional<StatusServer> statusServer;

    private TaskManagerProcess(
            Configuration configuration, Path temporary, FatalErrorHandler fatalErrors)
            throws IOException {
        this.configuration = requireNonNull(configuration, "configuration");
        this.temporary = requireNonNull(temporary, "temporary");
        this.fatalErrors = requireNonNull(fatalErrors, "fatalErrors");
        StartupTimes times = new StartupTimes();
        RpcSettings settings = RpcSettings.from(configuration);
        String clusterId =
                configuration
                        .find(ClusterOptions.CLUSTER_ID)
                        .orElseGet(() -> HighAvailability.clusterId(configuration));
        leaders = leaders(clusterId);
        String host = host();
        CompletableFuture<RpcSystem> starting =
                CompletableFuture.supplyAsync(() -> parts.add(RpcSystem.local(settings)));
        try {
            DataPlane dataPlane =
                    parts.add(
                            new NettyDataPlane(host, NetworkSettings.of(configuration), clusterId));
            times.done("data plane");
            TaskEnvironment environment = environment(dataPlane);
            times.done("files");
            mainThread =
                    starting.join()
                            .mainThread(
                                    "main",
                                    e -> fatalErrors.onFatalError("The TaskManager failed", e));
            times.done("main thread");
            TaskManagerRegistration registration = registration(host, dataPlane);
            taskManager = taskManager(registration.id(), environment);
            mainThread.execute(taskManager::start);
            openLink(settings, clusterId, registration);
            mainThread.execute(
                    () -> WarmUp.runTasksIfIdle(environment, mainThread, taskManager::isIdle));
            times.done("control link");
            log.info(
                    "TaskManager {} of {}, process {}, {} slots: data at {} ({})",
                    registration.id(),
                    clusterId,
                    registration.pid(),
                    registration.slots(),
                    registration.dataAddress(),
                    times);
            statusServer = openStatusPage(host, registration.pid());
        } catch (IOException | RuntimeException e) {
            starting.handle((system, failure) -> system).join();
            parts.close();
            throw e;
        }
    }

    /**
     * Starts a TaskManager, which looks for its JobManager from now on.
     *
     * @param temporary directory for local copies of jars; created when it is needed
     * @param fatalErrors called when the process cannot go on
     * @throws IOException if a port is not free
     */
    public static TaskManagerProcess start(
            Configuration configuration, Path temporary, FatalErrorHandler fatalErrors)
            throws IOException {
        return new TaskManagerProcess(configuration, temporary, fatalErrors);
    }

    private LeaderDirectory leaders(String clusterId) {
        return HighAvailability.services(configuration, clusterId)
                .<LeaderDirectory>map(PublishedLeaders::new)
                .orElseGet(
                        () ->
                                new FixedLeader(
                                        new JobManagerAddress(
                                                configuration.get(
                                                        ClusterOptions.JOBMANAGER_ADDRESS),
                                                configuration
                                                        .get(ClusterOptions.JOBMANAGER_PORT)
                                                        .ports()
                                                        .get(0))));
    }

    private String host() throws IOException {
        Optional<String> configured = configuration.find(TaskManagerOptions.HOST);
        return configured.isPresent()
                ? configured.get()
                : InetAddress.getLocalHost().getCanonicalHostName();
    }

    private TaskEnvironment environment(DataPlane dataPlane) {
        FileAccess files = new HadoopFileAccess(HadoopConfiguration.ofProcess());
        configuration
                .find(TaskManagerOptions.WARM_UP_FILE)
                .ifPresent(file -> WarmUp.read(files, file));
        UserCodeCache code = parts.add(new UserCodeCache(temporary, files));
        return new TaskEnvironment(
                dataPlane,
                new JarCodeLoader(code),
                files,
                KryoRecordSerializer::new,
                configuration.get(TaskManagerOptions.CANCELLATION_INTERVAL),
                configuration.get(TaskManagerOptions.CANCELLATION_TIMEOUT),
                fatalErrors);
    }

    private TaskManagerRegistration registration(String host, DataPlane dataPlane) {
        long pid = ProcessHandle.current().pid();
        String id = configuration.find(TaskManagerOptions.RESOURCE_ID).orElse(host + "-" + pid);
        return new TaskManagerRegistration(
                new TaskManagerId(id),
                UUID.randomUUID().toString(),
                host,
                pid,
                dataPlane.address(),
                configuration.get(TaskManagerOptions.SLOTS),
                Runtime.getRuntime().maxMemory());
    }

    private TaskManager taskManager(TaskManagerId id, TaskEnvironment environment) {
        ExecutorService readers = DaemonThreads.bounded("log-reader", LOG_READERS, LOG_QUESTIONS);
        parts.add(() -> readers.shutdownNow());
        Path logFile = Path.of(System.getProperty("log.file", "taskmanager.log"));
        return new TaskManager(
                id,
                configuration,
                mainThread,
                (deployment, listener) -> new Task(deployment, environment, mainThread, listener),
                environment.dataPlane()::networkBytes,
                new LogFile(logFile, readers),
                leaders.leadersFollow(),
                ended::complete);
    }

    private void openLink(
            RpcSettings settings, String clusterId, TaskManagerRegistration registration)
            throws IOException {
        ControlLink link =
                parts.add(
                        new ControlLink(
                                settings,
                                new ControlLink.Ends(
                                        clusterId,
                                        registration,
                                        configuration.get(ClusterOptions.TASKMANAGER_BIND_HOST),
                                        configuration.get(TaskManagerOptions.RPC_PORT)),
                                leaders,
                                mainThread,
                                taskManager,
                                taskManager));
        link.open();
    }

    /** Opened last, so that nothing waits for it; the TaskManager can do without it. */
    private Optional<StatusServer> openStatusPage(String host, long pid) {
        StatusPage page =
                new StatusPage(
                        () -> CompletableFuture.supplyAsync(taskManager::overview, mainThread),
                        pid,
                        new ProcessAge(),
                        Clock.systemUTC());
        Optional<StatusServer> server = StatusServer.open(configuration, host, page);
        server.ifPresent(parts::add);
        return server;
    }

    /** Where the status page is, if there is one. */
    public Optional<URI> statusPage() {
        return statusServer.map(StatusServer::uri);
    }

    /** Completes with the reason when the TaskManager has stopped; the owner then closes this. */
    public CompletableFuture<String> ended() {
        return ended;
    }

    /** Stops the tasks, then everything else. May be called twice. */
    @Override
    public void close() {
        mainThread.execute(() -> taskManager.shutDown("the process is told to stop"));
        try {
            // Bounded by taskmanager.shutdown-timeout itself; the second is for the main thread.
            long millis = configuration.get(TaskManagerOptions.SHUTDOWN_TIMEOUT).toMillis() + 1000;
            ended.get(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            log.warn("The TaskManager did not stop its tasks in time", e);
        }
        parts.close();
    }
}
