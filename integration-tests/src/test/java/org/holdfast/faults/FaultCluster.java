package org.holdfast.faults;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.holdfast.ha.leader.CoordinationStore;
import org.holdfast.ha.leader.LeaderCandidate;
import org.holdfast.ha.leader.LeaderEpoch;
import org.holdfast.ha.storage.StorageDirectories;
import org.holdfast.ha.storage.StorageDirectory;
import org.holdfast.ha.store.HaInspection;
import org.holdfast.ha.store.InspectionReport;
import org.holdfast.ha.store.OrphanCollector;
import org.holdfast.localhadoop.LocalZooKeeper;
import org.holdfast.runtime.highavailability.HighAvailability;
import org.holdfast.runtime.process.TaskManagerMain;

/**
 * A real ZooKeeper and HDFS in this process, two TaskManagers and one JobManager after another in
 * processes of their own: each later one has a higher attempt, as on YARN. Not thread-safe.
 */
final class FaultCluster implements AutoCloseable {

    static final int SLOTS = 4;
    private static final Duration TICK = Duration.ofMillis(250);
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final String ID = "faults";
    private static final int TASK_MANAGERS = 2;

    private final Path folder;
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final Map<String, String> settings;
    private final List<ChildJvm> taskManagers = new ArrayList<>();
    private final MiniDFSCluster hdfs;
    private final HighAvailableCluster leaders;
    private ChildJvm spare;
    private Optional<ChildJvm> leader = Optional.empty();
    private int attempt;

    FaultCluster(Path folder) throws IOException {
        this.folder = folder;
        Path zooKeeperData = Files.createDirectories(folder.resolve("zookeeper"));
        try {
            LocalZooKeeper zooKeeper = new LocalZooKeeper(zooKeeperData, TICK, 0);
            open.push(zooKeeper);
            hdfs = startHdfs();
            settings =
                    FaultClusterSettings.of(ID, zooKeeper.connectString(), hdfs.getURI() + "/ha");
            leaders =
                    HighAvailableCluster.open(
                            zooKeeper.connectString(),
                            settings.get("high-availability.zookeeper.path.root"),
                            ID);
            open.push(leaders);
            spare = newJobManager();
            for (int i = 1; i <= TASK_MANAGERS; i++) {
                taskManagers.add(newTaskManager("tm-" + i));
            }
            start();
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private MiniDFSCluster startHdfs() throws IOException {
        Configuration conf = new Configuration();
        conf.setInt("dfs.replication", 1);
        conf.setLong("dfs.datanode.du.reserved", 0);
        conf.setLong("dfs.namenode.resource.du.reserved", 0);
        MiniDFSCluster started =
                new MiniDFSCluster.Builder(conf, folder.resolve("hdfs").toFile())
                        .numDataNodes(1)
                        .checkExitOnShutdown(false)
                        .build();
        open.push(() -> started.shutdown(false));
        started.waitClusterUp();
        return started;
    }

    private ChildJvm newJobManager() throws IOException {
        List<String> arguments = new ArrayList<>();
        settings.forEach((key, value) -> arguments.add(key + "=" + value));
        return new ChildJvm(
                folder.resolve("jobmanager-" + (attempt + 1)),
                FaultyJobManagerMain.class,
                arguments);
    }

    private ChildJvm newTaskManager(String id) throws IOException {
        Path own = Files.createDirectories(folder.resolve(id));
        Files.writeString(own.resolve("flink-conf.yaml"), "");
        List<String> arguments = new ArrayList<>(List.of("--configDir", own.toString()));
        settings.forEach((key, value) -> arguments.add("-D" + key + "=" + value));
        arguments.add("-Dtaskmanager.resource-id=" + id);
        arguments.add("-Dtaskmanager.numberOfTaskSlots=" + SLOTS / TASK_MANAGERS);
        ChildJvm started = new ChildJvm(own, TaskManagerMain.class, arguments);
        open.push(started);
        return started;
    }

    // ---------------------------------------------------------------- JobManagers

    /** Starts a JobManager that something happens to; returns at once. */
    ChildJvm startArmed(FaultCell cell) throws IOException {
        ChildJvm armed = takeSpare();
        armed.tell(cell.command(), "armed");
        armed.tell("lead " + ++attempt);
        spare = newJobManager();
        return armed;
    }

    /** Starts the next JobManager, and waits until it leads and answers. */
    void start() throws IOException {
        ChildJvm next = takeSpare();
        next.tell("lead " + ++attempt, "started");
        leader = Optional.of(next);
        spare = newJobManager();
        long deadline = System.nanoTime() + LONGEST.toNanos();
        while (!leads()) {
            if (!next.isAlive() || System.nanoTime() > deadline) {
                throw new IllegalStateException("attempt " + attempt + " does not lead: " + next);
            }
            ChildJvm.pause();
        }
        leaders.followAnew();
    }

    private ChildJvm takeSpare() {
        spare.await("ready");
        return spare;
    }

    private boolean leads() {
        return leaders.published().isPresent()
                && leaders.elected().candidate().attemptId() == attempt
                && leaders.published()
                        .filter(now -> now.epoch().equals(leaders.elected().epoch()))
                        .isPresent();
    }

    /** The JobManager that leads. */
    ChildJvm leader() {
        return leader.orElseThrow();
    }

    /** Knows it, and asks until it answers. */
    HighAvailableCluster client() {
        return leaders;
    }

    /** Whether both TaskManagers are the processes they were. */
    boolean taskManagersLive() {
        return taskManagers.stream().allMatch(ChildJvm::isAlive);
    }

    // ---------------------------------------------------------------- what is kept

    /** Where on HDFS a path is. */
    String uri(String path) {
        return hdfs.getURI() + path;
    }

    FileSystem files() throws IOException {
        return hdfs.getFileSystem();
    }

    private org.holdfast.runtime.config.Configuration configuration() {
        return org.holdfast.runtime.config.Configuration.of(settings);
    }

    private StorageDirectory storage() throws IOException {
        return StorageDirectory.open(URI.create(uri("/ha/" + ID)), new Configuration());
    }

    InspectionReport inspect() throws IOException {
        return new HaInspection(
                        leaders.reader(),
                        storage(),
                        storage().child("results"),
                        new StorageDirectories(new Configuration()))
                .inspect();
    }

    /** Ends the JobManager, and removes what those before it left without a pointer. */
    List<String> collectOrphans() throws IOException {
        stopJobManager();
        try (CoordinationStore store =
                HighAvailability.services(configuration(), ID).orElseThrow().openStore(() -> {})) {
            LeaderCandidate last = new LeaderCandidate(++attempt, ID + " collects");
            LeaderEpoch epoch = store.campaign(last).orElseThrow();
            Clock later = Clock.offset(Clock.systemUTC(), Duration.ofHours(1));
            return new OrphanCollector(
                            store,
                            epoch,
                            storage(),
                            storage().child("results"),
                            later,
                            Duration.ofMinutes(1))
                    .collect()
                    .removed();
        }
    }

    void stopJobManager() {
        leader.ifPresent(ChildJvm::close);
        leader = Optional.empty();
    }

    @Override
    public void close() {
        stopJobManager();
        if (spare != null) {
            spare.close();
        }
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                System.err.println("Not closed: " + e);
            }
        }
    }
}
