package org.holdfast.faults;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.StorageStatistics;
import org.apache.hadoop.fs.StorageStatistics.LongStatistic;
import org.holdfast.api.JobArguments;
import org.holdfast.api.SourceSplit;
import org.holdfast.ha.leader.CoordinationStore;
import org.holdfast.ha.leader.LeaderCandidate;
import org.holdfast.ha.leader.LeaderEpoch;
import org.holdfast.ha.storage.StorageDirectories;
import org.holdfast.ha.storage.StorageDirectory;
import org.holdfast.runtime.checkpoint.CheckpointId;
import org.holdfast.runtime.checkpoint.CheckpointKind;
import org.holdfast.runtime.checkpoint.CheckpointMetadata;
import org.holdfast.runtime.checkpoint.CheckpointRoots;
import org.holdfast.runtime.checkpoint.CheckpointSettings;
import org.holdfast.runtime.checkpoint.CommitOutcome;
import org.holdfast.runtime.checkpoint.StoredCheckpoints;
import org.holdfast.runtime.concurrent.MainThread;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.config.HighAvailabilityOptions;
import org.holdfast.runtime.dispatcher.RecoveredJobs;
import org.holdfast.runtime.highavailability.HighAvailability;
import org.holdfast.runtime.highavailability.HighAvailabilityServices;
import org.holdfast.runtime.jobgraph.DefinedJob;
import org.holdfast.runtime.jobgraph.JobCode;
import org.holdfast.runtime.jobgraph.JobEdge;
import org.holdfast.runtime.jobgraph.JobGraph;
import org.holdfast.runtime.jobgraph.JobId;
import org.holdfast.runtime.jobgraph.JobVertex;
import org.holdfast.runtime.jobgraph.Partitioning;
import org.holdfast.runtime.jobmaster.Ledger;
import org.holdfast.runtime.recovery.JobStores;
import org.holdfast.runtime.recovery.StoredJobs;
import org.holdfast.runtime.rpc.RpcSettings;
import org.holdfast.runtime.rpc.RpcSystem;

/**
 * Stores many small jobs as a JobManager does, and measures what it costs the next one to read them
 * all; see {@code integration-tests/benchmarks/recover-jobs.sh}. Prints a Markdown table.
 */
public final class RecoverJobsMain {

    /** As many as a JobManager has. */
    private static final int IO_THREADS = 8;

    private static final long PATIENCE_SECONDS = 600;

    private final Configuration configuration;
    private final org.apache.hadoop.conf.Configuration hadoop =
            new org.apache.hadoop.conf.Configuration();
    private final HighAvailabilityServices services;
    private final StorageDirectory storage;
    private final StorageDirectories directories = new StorageDirectories(hadoop);
    private final CheckpointRoots roots;
    private final ExecutorService io = Executors.newFixedThreadPool(IO_THREADS);
    private final MainThread mainThread;
    private final SortedMap<String, Long> roundTrips = new ConcurrentSkipListMap<>();

    private RecoverJobsMain(Configuration configuration, RpcSystem rpc) throws IOException {
        this.configuration = configuration;
        services = HighAvailability.services(configuration, "recover-jobs").orElseThrow();
        storage =
                StorageDirectory.open(
                        URI.create(
                                HighAvailability.storageDirectory(configuration, "recover-jobs")
                                        .orElseThrow()),
                        hadoop);
        roots = new CheckpointRoots(directories, storage.uri("checkpoints").toString());
        mainThread =
                rpc.mainThread(
                        "main",
                        failure -> {
                            failure.printStackTrace();
                            System.exit(1);
                        });
    }

    /** {@code --zookeeper HOST:PORT --storage DIRECTORY --jobs N --rounds N}. */
    public static void main(String[] args) throws Exception {
        JobArguments arguments = JobArguments.parse(List.of(args));
        Configuration configuration =
                Configuration.of(
                        Map.of(
                                HighAvailabilityOptions.MODE.key(), "zookeeper",
                                HighAvailabilityOptions.ZOOKEEPER_QUORUM.key(),
                                        arguments.required("zookeeper"),
                                HighAvailabilityOptions.STORAGE_DIR.key(),
                                        arguments.required("storage")));
        int jobs = Math.toIntExact(arguments.getLong("jobs", 1_000));
        int rounds = Math.toIntExact(arguments.getLong("rounds", 5));
        try (RpcSystem rpc = RpcSystem.local(RpcSettings.from(configuration))) {
            new RecoverJobsMain(configuration, rpc).measure(jobs, rounds);
        }
        System.exit(0);
    }

    private void measure(int jobs, int rounds) throws Exception {
        store(jobs);
        System.out.println("| jobs | recovery | ms | ZooKeeper | HDFS |");
        System.out.println("|---|---|---|---|---|");
        for (int round = 1; round <= rounds; round++) {
            recover(jobs, round);
        }
    }

    private void store(int jobs) throws Exception {
        try (CoordinationStore store = open()) {
            Leadership leader = elect(store, 1);
            List<JobGraph> graphs = IntStream.range(0, jobs).mapToObj(i -> graph(i)).toList();
            onMainThread(
                    () ->
                            CompletableFuture.allOf(
                                    graphs.stream()
                                            .map(graph -> store(leader, graph))
                                            .toArray(CompletableFuture<?>[]::new)));
        }
    }

    private CompletableFuture<Void> store(Leadership leader, JobGraph graph) {
        return leader.registry()
                .put(graph)
                .thenCompose(stored -> leader.registry().putLedger(ledger(graph)))
                .thenCompose(stored -> commit(leader, graph.id()));
    }

    private void recover(int jobs, int round) throws Exception {
        try (CoordinationStore store = open()) {
            Leadership leader = elect(store, 1 + round);
            roundTrips.clear();
            Map<String, Long> before = requests();
            long began = System.nanoTime();
            RecoveredJobs found = onMainThread(() -> leader.registry().recover());
            long millis = (System.nanoTime() - began) / 1_000_000;
            if (found.jobs().size() != jobs
                    || found.jobs().stream().anyMatch(job -> job.checkpoints().size() != 1)) {
                throw new IllegalStateException("Not everything was found: " + found);
            }
            Map<String, Long> used = new TreeMap<>();
            requests()
                    .forEach(
                            (name, value) -> used.put(name, value - before.getOrDefault(name, 0L)));
            used.values().removeIf(value -> value == 0);
            System.out.printf(
                    "| %d | %d | %d | %s | %s |%n", jobs, round, millis, roundTrips, used);
        }
    }

    private record Leadership(JobStores stores, StoredJobs registry, LeaderEpoch epoch) {}

    private CoordinationStore open() throws IOException {
        return services.openStore(
                () -> System.err.println("The session has ended; the figures are void."));
    }

    private Leadership elect(CoordinationStore store, long attempt) throws IOException {
        LeaderEpoch epoch = store.campaign(new LeaderCandidate(attempt, "benchmark")).orElseThrow();
        JobStores stores =
                JobStores.open(
                        counted(store),
                        epoch,
                        storage,
                        directories,
                        directories.at(storage.uri("results").toString()),
                        true);
        return new Leadership(
                stores, new StoredJobs(stores, configuration, roots, io, mainThread), epoch);
    }

    /** Each call is one request to ZooKeeper; {@code ZooKeeperCostTest} holds it to that. */
    private CoordinationStore counted(CoordinationStore store) {
        return (CoordinationStore)
                Proxy.newProxyInstance(
                        CoordinationStore.class.getClassLoader(),
                        new Class<?>[] {CoordinationStore.class},
                        (proxy, method, args) -> {
                            roundTrips.merge(method.getName(), 1L, Long::sum);
                            try {
                                return method.invoke(store, args);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }

    private static Map<String, Long> requests() {
        Map<String, Long> requests = new TreeMap<>();
        StorageStatistics operations =
                FileSystem.getGlobalStorageStatistics().get("DFSOpsCountStatistics");
        if (operations != null) {
            for (Iterator<LongStatistic> all = operations.getLongStatistics(); all.hasNext(); ) {
                LongStatistic one = all.next();
                requests.put(one.getName().replaceFirst("^op_", ""), one.getValue());
            }
        }
        return requests;
    }

    private <T> T onMainThread(Supplier<CompletableFuture<T>> action) throws Exception {
        return CompletableFuture.supplyAsync(action, mainThread)
                .thenCompose(answer -> answer)
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private CompletableFuture<Void> commit(Leadership leader, JobId job) {
        int epoch = Math.toIntExact(leader.epoch().number());
        CheckpointId id = new CheckpointId(epoch, 1);
        StoredCheckpoints checkpoints =
                new StoredCheckpoints(
                        job,
                        roots.pathOf(job, CheckpointSettings.of(configuration)),
                        epoch,
                        leader.stores().checkpoints(),
                        io,
                        mainThread);
        return checkpoints
                .prepare(checkpoints.directoryFor(id))
                .thenCompose(
                        directory ->
                                checkpoints.commit(
                                        new CheckpointMetadata(
                                                id,
                                                CheckpointKind.CHECKPOINT,
                                                job.hex(),
                                                "small",
                                                0,
                                                directory,
                                                Map.of())))
                .thenAccept(RecoverJobsMain::requireCommitted);
    }

    private static void requireCommitted(CommitOutcome outcome) {
        if (!(outcome instanceof CommitOutcome.Committed)) {
            throw new IllegalStateException("A checkpoint was not stored: " + outcome);
        }
    }

    private static JobGraph graph(int number) {
        List<JobVertex> vertices =
                List.of(
                        new JobVertex(
                                0,
                                "numbers",
                                List.of("numbers"),
                                1,
                                true,
                                List.of(new SourceSplit("all", "", 100))),
                        new JobVertex(1, "count", List.of("count"), 1, true, List.of()));
        List<JobEdge> edges = List.of(new JobEdge(0, 0, 0, 1, Partitioning.HASH));
        return new JobGraph(
                JobId.random(),
                "small " + number,
                new JobCode("a".repeat(64), "org.example.Small", List.of(), 1),
                vertices,
                edges,
                Map.of(),
                new DefinedJob("small", vertices, edges, List.of()).graphHash());
    }

    private static Ledger ledger(JobGraph graph) {
        return new Ledger(
                graph.id(),
                0,
                0,
                List.of(
                        new Ledger.Entry(0, 0, 0, "container", false),
                        new Ledger.Entry(1, 0, 0, "container", false)));
    }
}
