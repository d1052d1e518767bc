package org.holdfast.runtime.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.holdfast.ha.leader.InMemoryCoordinationStore;
import org.holdfast.ha.leader.LeaderAttempt;
import org.holdfast.ha.leader.LeaderCandidate;
import org.holdfast.ha.leader.LeaderEpoch;
import org.holdfast.ha.storage.StorageDirectories;
import org.holdfast.ha.storage.StorageDirectory;
import org.holdfast.runtime.checkpoint.CheckpointId;
import org.holdfast.runtime.checkpoint.CheckpointKind;
import org.holdfast.runtime.checkpoint.CheckpointMetadata;
import org.holdfast.runtime.checkpoint.CheckpointRoots;
import org.holdfast.runtime.checkpoint.CheckpointSettings;
import org.holdfast.runtime.checkpoint.CheckpointStorage;
import org.holdfast.runtime.checkpoint.StoredCheckpoints;
import org.holdfast.runtime.concurrent.ManualMainThread;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.dispatcher.JobRegistry;
import org.holdfast.runtime.dispatcher.JobResult;
import org.holdfast.runtime.dispatcher.JobStatus;
import org.holdfast.runtime.dispatcher.QuarantinedJob;
import org.holdfast.runtime.dispatcher.RecoveredJobs;
import org.holdfast.runtime.jobgraph.JobGraph;
import org.holdfast.runtime.jobgraph.JobId;
import org.holdfast.runtime.simulation.TestGraphs;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredJobsTest extends JobRegistryContract {

    /** What all test graphs are run with. */
    private static final String JAR = TestGraphs.counting(1).build().code().jarDigest();

    @TempDir private Path folder;
    private final ManualMainThread mainThread = new ManualMainThread();
    private final Configuration configuration = Configuration.of(Map.of());
    private final org.apache.hadoop.conf.Configuration hadoop =
            new org.apache.hadoop.conf.Configuration(false);
    private final StorageDirectories directories = new StorageDirectories(hadoop);
    private InMemoryCoordinationStore coordination;
    private CheckpointStorage.Factory checkpoints;
    private StorageDirectory storage;
    private int attempt;

    @BeforeEach
    void open() throws IOException {
        coordination = new InMemoryCoordinationStore();
        storage = StorageDirectory.open(folder.resolve("ha").toUri(), hadoop);
        storage.write("blobs/" + JAR, new byte[1]);
    }

    @Override
    protected JobRegistry elect() {
        try {
            attempt++;
            LeaderEpoch epoch =
                    coordination.campaign(new LeaderCandidate(attempt, "test")).orElseThrow();
            JobStores stores =
                    JobStores.open(
                            coordination,
                            epoch,
                            storage,
                            directories,
                            StorageDirectory.open(folder.resolve("results").toUri(), hadoop),
                            true);
            CheckpointRoots roots =
                    new CheckpointRoots(directories, folder.resolve("checkpoints").toString());
            checkpoints =
                    (job, settings) ->
                            new StoredCheckpoints(
                                    job,
                                    roots.pathOf(job, settings),
                                    attempt,
                                    stores.checkpoints(),
                                    Runnable::run,
                                    mainThread);
            return new StoredJobs(stores, configuration, roots, Runnable::run, mainThread);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected <T> T get(CompletableFuture<T> future) {
        mainThread.advance(Duration.ofMinutes(1));
        try {
            return future.join();
        } catch (CompletionException e) {
            throw (RuntimeException) e.getCause();
        }
    }

    @Override
    protected void commit(JobId job, CheckpointId id) {
        CheckpointStorage of = checkpoints.forJob(job, CheckpointSettings.of(configuration));
        String directory = get(of.prepare(of.directoryFor(id)));
        get(
                of.commit(
                        new CheckpointMetadata(
                                id,
                                CheckpointKind.CHECKPOINT,
                                job.hex(),
                                "kept",
                                0,
                                directory,
                                Map.of())));
    }

    @Override
    protected void damageLatestCheckpoint(JobId job) {
        overwrite(folder.resolve("checkpoints/" + job + "/chk-1-1/_metadata"));
    }

    private static void overwrite(Path file) {
        try {
            Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));
            Files.writeString(file, "damaged");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().endsWith(".crc"))
                    .toList();
        }
    }

    @Test
    void aGraphOrLedgerThatIsDamagedQuarantinesItsJobOnly() throws IOException {
        JobRegistry registry = elect();
        JobGraph good = TestGraphs.counting(1).build();
        JobGraph bad = TestGraphs.counting(1).build();
        get(registry.put(good));
        get(registry.put(bad));
        files().stream()
                .filter(file -> file.getFileName().toString().contains(bad.id().hex()))
                .forEach(StoredJobsTest::overwrite);

        RecoveredJobs found = get(elect().recover());

        assertThat(found.jobs()).extracting(job -> job.graph().id()).containsExactly(good.id());
        assertThat(found.quarantined())
                .singleElement()
                .satisfies(job -> assertThat(job.id()).isEqualTo(bad.id()))
                .satisfies(job -> assertThat(job.reason()).contains("graph", bad.id().hex()));
    }

    @Test
    void aJobWithoutItsJarIsQuarantinedUntilItIsBack() throws IOException {
        JobGraph graph = TestGraphs.counting(1).name("without a jar").build();
        get(elect().put(graph));
        storage.delete("blobs/" + JAR);

        JobRegistry next = elect();
        RecoveredJobs found = get(next.recover());

        assertThat(found.jobs()).isEmpty();
        assertThat(found.quarantined())
                .singleElement()
                .satisfies(job -> assertThat(job.name()).isEqualTo("without a jar"))
                .satisfies(job -> assertThat(job.reason()).contains("blobs/" + JAR, "is missing"));
        assertThatThrownBy(() -> get(next.recover(graph.id(), true)))
                .hasMessageContaining("is missing");
        storage.write("blobs/" + JAR, new byte[1]);
        assertThat(get(next.recover(graph.id(), true)).graph()).isEqualTo(graph);
    }

    @Test
    void aJobWhoseResultCannotBeReadIsNotRunAgainAndCanBeDropped() throws IOException {
        JobRegistry first = elect();
        JobGraph graph = TestGraphs.counting(1).build();
        get(first.put(graph));
        JobResult result = result(graph, JobStatus.FINISHED);
        get(first.finish(result));
        try (Stream<Path> results = Files.list(folder.resolve("results"))) {
            results.filter(file -> file.getFileName().toString().startsWith("result"))
                    .toList()
                    .forEach(StoredJobsTest::overwrite);
        }

        JobRegistry next = elect();
        RecoveredJobs found = get(next.recover());

        assertThat(found.jobs()).isEmpty();
        assertThat(found.quarantined()).extracting(QuarantinedJob::id).containsExactly(graph.id());
        assertThatThrownBy(() -> get(next.recover(graph.id(), true)))
                .hasMessageContaining("is not to be run any more", "drop it");
        JobResult dropped = new JobResult(graph.id(), Optional.empty(), result.details());
        get(next.finish(dropped));
        get(next.clean(dropped));
        assertThat(get(elect().recover())).isEqualTo(RecoveredJobs.NONE);
    }

    @Test
    void aThousandJobsAreFound() {
        JobRegistry registry = elect();
        List<JobId> ids = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            JobGraph graph = TestGraphs.counting(1).build();
            get(registry.put(graph));
            ids.add(graph.id());
        }

        assertThat(get(elect().recover()).jobs())
                .extracting(job -> job.graph().id())
                .containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void notesProgressOfItsOwnAttemptOnly() throws IOException {
        elect();
        JobRegistry second = elect();

        second.noteProgress();
        second.noteProgress();

        assertThat(coordination.attempts())
                .extracting(LeaderAttempt::progressed)
                .containsExactly(false, true);
    }
}
