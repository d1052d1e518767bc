package org.holdfast.runtime.simulation.world;

import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.holdfast.ha.leader.PublishedLeader;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.jobgraph.JobGraph;
import org.holdfast.runtime.leader.LeaderLocation;
import org.holdfast.runtime.process.JobManagerAddress;

/** Everything there is in one run, wired. A function of its seed and nothing else. */
final class World {

    /** Hadoop's view of the simulated storage. */
    static final org.apache.hadoop.conf.Configuration HADOOP = SimFileSystem.configuration();

    static final String STORAGE = "/ha";
    static final String RESULTS = "/results";

    private static final long BEGINNING = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();

    private final Random random;
    private final Plan plan;
    private final Configuration configuration;
    private final Consumer<String> trace;
    private final Verdict verdict = new Verdict();
    private final VirtualTime time;
    private final SimProcess outside = new SimProcess("outside", this);
    private final SimNetwork network = new SimNetwork(this);
    private final SimDisk disk = new SimDisk(this);
    private final SimCoordination coordination;
    private final SimCluster cluster;
    private final SimStreams streams = new SimStreams(this);
    private final SimOutput output = new SimOutput(this);
    private final SimClient client = new SimClient(this);
    private final Faults faults;
    private final Checks checks = new Checks(this);
    private final List<SimJobManager> jobManagers = new ArrayList<>();
    private Optional<PublishedLeader> published = Optional.empty();
    private Optional<PublishedLeader> publishedBefore = Optional.empty();
    private BiConsumer<SimProcess, String> steering = (process, point) -> {};
    private long links;

    /**
     * @param trace takes what happens, in words; null if nobody wants to know
     */
    World(long seed, int wantedFaults, Consumer<String> trace) {
        this(new Random(seed), Plan.ofSeed(seed), wantedFaults, trace);
    }

    World(Random random, Function<Random, Plan> plans, int wantedFaults, Consumer<String> trace) {
        this.trace = trace;
        this.random = random;
        plan = plans.apply(random);
        configuration = Configuration.of(plan.settings());
        time = new VirtualTime(() -> {});
        faults = new Faults(this, wantedFaults);
        cluster =
                plan.standalone()
                        .<SimCluster>map(of -> new SimStandalone(this, of))
                        .orElseGet(() -> new SimYarn(this));
        coordination = new SimCoordination(this);
        SimFileSystem.mount(disk);
        coordination.watchLeader(this::onPublished);
    }

    // ---------------------------------------------------------------- its parts

    Random random() {
        return random;
    }

    Plan plan() {
        return plan;
    }

    Configuration configuration() {
        return configuration;
    }

    Verdict verdict() {
        return verdict;
    }

    VirtualTime time() {
        return time;
    }

    /** Whatever is none of the cluster's processes. */
    SimProcess outside() {
        return outside;
    }

    SimNetwork network() {
        return network;
    }

    SimDisk disk() {
        return disk;
    }

    SimCoordination coordination() {
        return coordination;
    }

    SimCluster cluster() {
        return cluster;
    }

    SimStreams streams() {
        return streams;
    }

    SimOutput output() {
        return output;
    }

    SimClient client() {
        return client;
    }

    Faults faults() {
        return faults;
    }

    Checks checks() {
        return checks;
    }

    /** All there ever were that still live. */
    List<SimJobManager> jobManagers() {
        jobManagers.removeIf(SimProcess::isDead);
        return List.copyOf(jobManagers);
    }

    void add(SimJobManager jobManager) {
        jobManagers.add(jobManager);
    }

    long nextLink() {
        return ++links;
    }

    long wallMillis() {
        return BEGINNING + time.now();
    }

    /** Wall clock on the virtual one. */
    Clock wallClock() {
        InstantSource source = () -> Instant.ofEpochMilli(wallMillis());
        return source.withZone(ZoneOffset.UTC);
    }

    void trace(Supplier<String> what) {
        if (trace != null) {
            trace.accept("%8d  %s".formatted(time.now(), what.get()));
        }
    }

    /** Somebody decides at each fault point what is to happen. */
    void steerWith(BiConsumer<SimProcess, String> atPoint) {
        steering = atPoint;
    }

    void onPoint(SimProcess process, String point) {
        steering.accept(process, point);
    }

    // ---------------------------------------------------------------- who leads

    private void onPublished(Optional<PublishedLeader> leader) {
        publishedBefore = published.or(() -> publishedBefore);
        published = leader;
        cluster.running().forEach(this::tellOfLeader);
    }

    /**
     * A TaskManager's watch fires, some time later; it sees what is published then, or what was
     * before, if it is connected to a server that lags.
     */
    void tellOfLeader(SimTaskManager taskManager) {
        taskManager.after(1 + random.nextInt(400), () -> readLeader(taskManager));
    }

    private void readLeader(SimTaskManager taskManager) {
        if (coordination.isAway()) {
            tellOfLeader(taskManager);
            return;
        }
        boolean stale = random.nextInt(20) == 0;
        taskManager
                .link()
                .followed()
                .onPublished((stale ? publishedBefore : published).map(World::locationOf));
        if (stale) {
            tellOfLeader(taskManager);
        }
    }

    private static LeaderLocation locationOf(PublishedLeader leader) {
        return new LeaderLocation.Published(
                JobManagerAddress.parse(leader.rpcAddress()), leader.epoch());
    }

    /** Who listens at an address. */
    Optional<SimJobManager> jobManagerAt(JobManagerAddress address) {
        return jobManagers().stream()
                .filter(SimJobManager::isServing)
                .filter(one -> one.address().equals(address))
                .findFirst();
    }

    /** Who clients find. */
    Optional<SimJobManager> publishedJobManager() {
        return published.flatMap(
                leader -> jobManagerAt(JobManagerAddress.parse(leader.rpcAddress())));
    }

    /** The client puts a job's jar where it belongs. */
    void uploadJar(JobGraph job) {
        disk.put(STORAGE + "/blobs/" + job.code().jarDigest(), new byte[] {1});
    }
}
