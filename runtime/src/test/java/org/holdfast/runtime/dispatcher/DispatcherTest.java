package org.holdfast.runtime.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.holdfast.runtime.simulation.TestCluster.cluster;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.holdfast.api.SourceSplit;
import org.holdfast.runtime.jobgraph.JobEdge;
import org.holdfast.runtime.jobgraph.JobGraph;
import org.holdfast.runtime.jobgraph.JobId;
import org.holdfast.runtime.jobgraph.JobVertex;
import org.holdfast.runtime.jobgraph.Partitioning;
import org.holdfast.runtime.simulation.FakeTaskManager;
import org.holdfast.runtime.simulation.TestCluster;
import org.holdfast.runtime.simulation.TestGraphs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Many jobs on one cluster, as clients see them. */
class DispatcherTest {

    private static final JobId ID = new JobId("0123456789abcdef0123456789abcdef");

    private final TestCluster cluster = cluster().setting("jobstore.max-capacity", "3").start();

    private String rejection(JobGraph graph) {
        CompletableFuture<JobId> answer = cluster.dispatcher().submit(graph);
        cluster.mainThread.runDue();
        Throwable failure =
                answer.handle((id, thrown) -> Optional.ofNullable(thrown)).join().orElseThrow();
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        assertThat(cause).isInstanceOf(JobRejectedException.class);
        return cause.getMessage();
    }

    // ---------------------------------------------------------------- submission

    @Test
    void theSameJobAgainGetsTheSameAnswerAndRunsOnce() {
        TestGraphs graph = TestGraphs.counting(2).id(ID);

        assertThat(cluster.submit(graph)).isEqualTo(ID);
        assertThat(cluster.submit(graph)).isEqualTo(ID);
        cluster.awaitAllRunning(ID);
        assertThat(cluster.submit(graph)).isEqualTo(ID);
        cluster.finishAll(ID);
        cluster.awaitStatus(ID, JobStatus.FINISHED);
        assertThat(cluster.submit(graph)).isEqualTo(ID);

        assertThat(cluster.status(ID)).isEqualTo(JobStatus.FINISHED);
        assertThat(cluster.deployments(ID)).hasSize(4);
    }

    @Test
    void anotherJobUnderAUsedIdIsRejectedWhileTheFirstRunsAndAfterwards() {
        cluster.submit(TestGraphs.counting(2).id(ID).name("first"));
        JobGraph other = TestGraphs.counting(2).id(ID).name("second").build();

        assertThat(rejection(other)).contains(ID.hex(), "another job, 'first'");
        cluster.cancel(ID);
        assertThat(rejection(other)).contains("another job, 'first'");
    }

    static Stream<Arguments> brokenGraphs() {
        TestGraphs vertex = TestGraphs.graph().id(ID).source("a", 1, 1);
        JobGraph good = TestGraphs.counting(1).id(ID).build();
        List<JobVertex> vertices = good.vertices();
        SourceSplit split = new SourceSplit("same", "", 1);
        return Stream.of(
                Arguments.of("no vertices", TestGraphs.graph().id(ID).build()),
                Arguments.of("name has 0", TestGraphs.counting(1).id(ID).name("").build()),
                Arguments.of(
                        "name has 129",
                        TestGraphs.counting(1).id(ID).name("x".repeat(129)).build()),
                Arguments.of("control character", TestGraphs.counting(1).name("a\nb").build()),
                Arguments.of("vertex 1 has index 0", with(good, twice(vertices.get(0)), List.of())),
                Arguments.of(
                        "edge 0 goes from vertex 0 to 7",
                        with(good, vertices, List.of(edge(0, 0, 0, 7, Partitioning.HASH)))),
                Arguments.of(
                        "edge 0 goes from vertex 1 to 0",
                        with(good, vertices, List.of(edge(0, 1, 0, 0, Partitioning.HASH)))),
                Arguments.of(
                        "edge 0 goes from vertex 1 to 1",
                        with(good, vertices, List.of(edge(0, 1, 0, 1, Partitioning.HASH)))),
                Arguments.of(
                        "edge 0 has index 3",
                        with(good, vertices, List.of(edge(3, 0, 0, 1, Partitioning.HASH)))),
                Arguments.of(
                        "leaves operator 5",
                        with(good, vertices, List.of(edge(0, 0, 5, 1, Partitioning.HASH)))),
                Arguments.of(
                        "joins parallelism 1 to 2",
                        vertex.vertex("b", 2).edge(0, 1, Partitioning.FORWARD).build()),
                Arguments.of(
                        "both splits and inputs",
                        TestGraphs.graph()
                                .source("a", 1, 1)
                                .source("b", 1, 1)
                                .edge(0, 1, Partitioning.HASH)
                                .build()),
                Arguments.of(
                        "two splits 'same'",
                        with(
                                good,
                                List.of(
                                        new JobVertex(
                                                0,
                                                "a",
                                                List.of("a"),
                                                1,
                                                true,
                                                List.of(split, split))),
                                List.of())),
                Arguments.of(
                        "restart-strategy: 'maybe'",
                        TestGraphs.counting(1).setting("restart-strategy", "maybe").build()),
                Arguments.of(
                        "task.cancellation.timeout: 'soon'",
                        TestGraphs.counting(1)
                                .setting("task.cancellation.timeout", "soon")
                                .build()));
    }

    private static List<JobVertex> twice(JobVertex vertex) {
        return List.of(vertex, vertex);
    }

    private static JobEdge edge(
            int index, int source, int operator, int target, Partitioning partitioning) {
        return new JobEdge(index, source, operator, target, partitioning);
    }

    private static JobGraph with(JobGraph graph, List<JobVertex> vertices, List<JobEdge> edges) {
        return new JobGraph(
                graph.id(),
                graph.name(),
                graph.code(),
                vertices,
                edges,
                graph.settings(),
                graph.hash());
    }

    @ParameterizedTest
    @MethodSource("brokenGraphs")
    void aGraphThatDoesNotHoldTogetherIsRejectedAndNothingOfItKept(String why, JobGraph graph) {
        assertThat(rejection(graph)).contains(graph.id().hex(), why);

        assertThat(cluster.answer(cluster.dispatcher().jobs())).isEmpty();
        assertThat(cluster.answer(cluster.dispatcher().job(graph.id()))).isEmpty();
    }

    // ---------------------------------------------------------------- several jobs

    @Test
    void oneJobsFailureTouchesNoOther() {
        JobId good = cluster.submit(TestGraphs.counting(2));
        JobId bad = cluster.submit(TestGraphs.counting(2));
        cluster.awaitAllRunning(good);
        cluster.awaitAllRunning(bad);

        cluster.fail(bad, 0, 0, "no");
        cluster.awaitStatus(bad, JobStatus.FAILED);

        assertThat(cluster.status(good)).isEqualTo(JobStatus.RUNNING);
        assertThat(cluster.details(good).restarts()).isZero();
        cluster.finishAll(good);
        cluster.awaitStatus(good, JobStatus.FINISHED);
    }

    @Test
    void aLostTaskManagerFailsOnlyTheJobsItServed() {
        JobId first = cluster.submit(TestGraphs.counting(2));
        cluster.awaitAllRunning(first);
        JobId second = cluster.submit(TestGraphs.counting(2));
        cluster.awaitAllRunning(second);

        cluster.resources.kill(cluster.taskManagerOf(second, 0, 0), "gone");
        cluster.awaitStatus(second, JobStatus.FAILED);

        assertThat(cluster.status(first)).isEqualTo(JobStatus.RUNNING);
    }

    @Test
    void jobsAreListedNewestFirstAndOfTheEndedOnesTheLatest() {
        JobId running = cluster.submit(TestGraphs.counting(1).name("running"));
        cluster.awaitAllRunning(running);
        for (int i = 0; i < 5; i++) {
            cluster.cancel(cluster.submit(TestGraphs.counting(1).name("ended " + i)));
            cluster.advance(Duration.ofSeconds(1));
        }
        cluster.submit(TestGraphs.counting(1).name("waiting"));

        assertThat(cluster.answer(cluster.dispatcher().jobs()))
                .extracting(JobSummary::name)
                .containsExactly("waiting", "ended 4", "ended 3", "ended 2", "running");
    }

    @Test
    void theOverviewCountsJobsAndSlots() {
        JobId finished = cluster.submit(TestGraphs.counting(2));
        cluster.awaitAllRunning(finished);
        cluster.finishAll(finished);
        cluster.awaitStatus(finished, JobStatus.FINISHED);
        cluster.cancel(cluster.submit(TestGraphs.counting(1)));
        cluster.submit(TestGraphs.counting(100));
        JobId running = cluster.submit(TestGraphs.counting(1));
        cluster.awaitAllRunning(running);

        assertThat(cluster.overview())
                .isEqualTo(
                        new ClusterOverview(
                                "cluster",
                                "1.2.3",
                                3,
                                3,
                                Optional.empty(),
                                1,
                                1,
                                2,
                                1,
                                1,
                                1,
                                1,
                                1));
    }

    @Test
    void anUnknownJobIsNeitherShownNorCancelled() {
        assertThat(cluster.answer(cluster.dispatcher().job(ID))).isEmpty();
        assertThat(cluster.answer(cluster.dispatcher().cancel(ID))).isEmpty();
    }

    // ---------------------------------------------------------------- TaskManagers

    @Test
    void taskManagersAreShownWithTheirLoad() {
        JobId job = cluster.submit(TestGraphs.counting(1));
        cluster.awaitAllRunning(job);
        FakeTaskManager taskManager = cluster.taskManagerOf(job, 0, 0);
        taskManager.sendHeartbeat();
        cluster.advance(Duration.ofMillis(501));

        assertThat(cluster.answer(cluster.dispatcher().taskManagers()))
                .containsExactly(
                        new TaskManagerDetails(taskManager.registration(), 1, 2, 500, 17, 4));
    }

    @Test
    void aTaskManagersLogIsReadUpToAMebibyte() {
        JobId job = cluster.submit(TestGraphs.counting(1));
        cluster.awaitAllRunning(job);

        assertThat(cluster.answer(cluster.dispatcher().taskManagerLog("tm-0", 100)))
                .contains("log of tm-0, 100 bytes");
        assertThat(cluster.answer(cluster.dispatcher().taskManagerLog("tm-0", 1 << 30)))
                .contains("log of tm-0, 1048576 bytes");
        assertThat(cluster.answer(cluster.dispatcher().taskManagerLog("../etc", 100))).isEmpty();
    }
}
