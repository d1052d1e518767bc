package org.holdfast.ha.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.holdfast.ha.leader.CoordinationStore;
import org.holdfast.ha.leader.LeaderCandidate;
import org.holdfast.ha.leader.LeaderEpoch;
import org.holdfast.ha.storage.StorageDirectories;
import org.holdfast.ha.storage.StorageDirectory;

/** A cluster's directories in a folder, and the stores its leaders open. */
final class TestCluster {

    static final String JOB = "0123456789abcdef0123456789abcdef";
    static final String OTHER_JOB = "fedcba9876543210fedcba9876543210";

    private final String root;
    private final StorageDirectories directories;

    TestCluster(Path folder) {
        this(folder.toString(), new StorageDirectories(new Configuration(false)));
    }

    TestCluster(String root, StorageDirectories directories) {
        this.root = root;
        this.directories = directories;
    }

    /** What one leader works with. */
    record Leader(
            LeaderEpoch epoch,
            CoordinationStore coordination,
            JobGraphStore graphs,
            DeploymentLedgerStore ledgers,
            CancelIntents cancels,
            CheckpointStore checkpoints,
            JobResultStore results,
            JobCleanup cleanup,
            OrphanCollector orphans,
            ForgottenState forgotten,
            BlobStore blobs) {}

    StorageDirectories directories() {
        return directories;
    }

    StorageDirectory storage() throws IOException {
        return directories.at(root + "/cluster");
    }

    StorageDirectory results() throws IOException {
        return directories.at(root + "/results");
    }

    StorageDirectory checkpoints(String job) throws IOException {
        return directories.at("%s/cluster/checkpoints/%s".formatted(root, job));
    }

    String checkpointDirectory(String job, String id) {
        return "%s/cluster/checkpoints/%s/chk-%s".formatted(root, job, id);
    }

    /** Elects the next attempt, and opens its stores; results are kept. */
    Leader elect(CoordinationStore session, int attempt) throws IOException {
        return elect(session, attempt, false);
    }

    Leader elect(CoordinationStore session, int attempt, boolean deleteOnCommit)
            throws IOException {
        LeaderEpoch epoch =
                session.campaign(new LeaderCandidate(attempt, "attempt-" + attempt)).orElseThrow();
        JobResultStore results = new JobResultStore(session, epoch, results(), deleteOnCommit);
        return new Leader(
                epoch,
                session,
                new JobGraphStore(session, epoch, storage()),
                new DeploymentLedgerStore(session, epoch, storage()),
                new CancelIntents(session, epoch),
                new CheckpointStore(session, epoch, directories),
                results,
                new JobCleanup(session, epoch, storage(), directories, results),
                new OrphanCollector(
                        session,
                        epoch,
                        storage(),
                        results(),
                        Clock.fixed(Instant.now().plusSeconds(3_600), ZoneOffset.UTC),
                        Duration.ofMinutes(10)),
                new ForgottenState(session, epoch, storage()),
                new BlobStore(storage()));
    }

    InspectionReport inspect(CoordinationStore session) throws IOException {
        return new HaInspection(session, storage(), results(), directories).inspect();
    }

    /** The names of the job's files and results, sorted. */
    List<String> files() throws IOException {
        return Stream.concat(storage().list("jobs").stream(), results().list().stream())
                .sorted()
                .toList();
    }

    /** The only file whose name starts like this. */
    Path file(String kind) throws IOException {
        String name = files().stream().filter(file -> file.startsWith(kind)).toList().get(0);
        Path inJobs = Path.of(root, "cluster/jobs", name);
        return Files.exists(inJobs) ? inJobs : Path.of(root, "results", name);
    }
}
