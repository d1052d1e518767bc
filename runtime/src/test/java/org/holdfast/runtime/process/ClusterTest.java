package org.holdfast.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.holdfast.runtime.dispatcher.JobDetails;
import org.holdfast.runtime.dispatcher.JobStatus;
import org.holdfast.runtime.jobgraph.JobId;
import org.holdfast.runtime.process.jobs.CountNumbers;
import org.holdfast.runtime.process.jobs.Unsettled;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A JobManager and two TaskManagers, their real parts, in one JVM. */
class ClusterTest {

    @TempDir Path directory;

    private TestCluster cluster;

    @BeforeEach
    void start() throws IOException {
        cluster = new TestCluster(directory, Map.of());
        cluster.startTaskManager("tm-1", 1);
        cluster.startTaskManager("tm-2", 1);
    }

    @AfterEach
    void close() throws Exception {
        cluster.close();
    }

    @Test
    void aBoundedJobFinishesWithExactCounts() throws IOException {
        Path output = directory.resolve("counts");
        JobId job =
                cluster.submit(
                        CountNumbers.class,
                        2,
                        "--keys",
                        "97",
                        "--records",
                        "97000",
                        "--output",
                        output.toUri().toString());
        JobDetails details = cluster.await(job, JobStatus.FINISHED);
        assertThat(details.restarts()).isZero();
        assertThat(lines(output)).hasSize(97).allMatch(line -> line.endsWith(" 1000"));
    }

    private static java.util.List<String> lines(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith("part"))
                    .flatMap(ClusterTest::linesOf)
                    .toList();
        }
    }

    private static Stream<String> linesOf(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void aRunningJobIsCancelled() throws IOException {
        JobId job = cluster.submit(Unsettled.class, 2, "--deed", "nothing");
        cluster.await(job, JobStatus.RUNNING);
        cluster.client().cancel(job);
        cluster.await(job, JobStatus.CANCELED);
        assertThat(cluster.client().overview().freeSlots()).isEqualTo(2);
    }

    @Test
    void aJobWhoseCodeThrowsFailsWithTheReason() throws IOException {
        JobId job = cluster.submit(Unsettled.class, 2, "--deed", "throw");
        JobDetails details = cluster.await(job, JobStatus.FAILED);
        assertThat(details.failures().get(0).cause()).contains("number 100 is not liked");
        assertThat(details.failures().get(0).task()).contains("deed");
    }

    @Test
    void aJobWaitsForSlots() throws IOException {
        JobId job = cluster.submit(Unsettled.class, 3, "--deed", "nothing");
        assertThat(cluster.await(job, JobStatus.CREATED).waitingFor()).contains("3");
        cluster.startTaskManager("tm-3", 1);
        cluster.await(job, JobStatus.RUNNING);
    }

    @Test
    void aTaskManagerWhoseProcessStopsIsGone() throws Exception {
        cluster.awaitTaskManagers(2);
        TaskManagerProcess third = cluster.startTaskManager("tm-3", 1);
        cluster.awaitTaskManagers(3);
        third.close();
        cluster.awaitTaskManagers(2);
        assertThat(third.ended()).isCompleted();
    }

    @Test
    void aTaskManagerTellsOfItselfAlsoWithoutAJobManager() throws Exception {
        TaskManagerProcess third = cluster.startTaskManager("tm-3", 1);
        cluster.awaitTaskManagers(3);
        URI page = third.statusPage().orElseThrow();
        String address = cluster.jobManager().address().toString();
        assertThat(read(page)).contains("TaskManager tm-3", "connected to " + address);
        cluster.client().shutDownCluster();
        cluster.jobManager().ended().get(20, TimeUnit.SECONDS);
    }

    private static String read(URI page) throws IOException {
        try (InputStream in = page.toURL().openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void theClusterEndsWhenItIsTold() throws Exception {
        cluster.awaitTaskManagers(2);
        cluster.client().shutDownCluster();
        ClusterEnd end = cluster.jobManager().ended().get(20, TimeUnit.SECONDS);
        assertThat(end.status()).isEqualTo(ClusterEnd.Status.SUCCEEDED);
    }
}
