package org.holdfast.runtime.jobmaster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.holdfast.api.SplitPosition;
import org.holdfast.runtime.jobgraph.JobEdge;
import org.holdfast.runtime.jobgraph.JobGraph;
import org.holdfast.runtime.jobgraph.JobVertex;
import org.holdfast.runtime.jobgraph.Partitioning;
import org.holdfast.runtime.network.ChannelSource;
import org.holdfast.runtime.network.DataAddress;
import org.holdfast.runtime.network.PartitionSpec;
import org.holdfast.runtime.simulation.TestGraphs;
import org.holdfast.runtime.slots.AllocatedSlot;
import org.holdfast.runtime.task.ExecutionState;
import org.holdfast.runtime.task.TaskDeployment;
import org.holdfast.runtime.taskmanager.TaskManagerId;
import org.holdfast.runtime.taskmanager.TaskManagerRegistration;

/** Whatever the graph: what is put out is read, once, by whom it is meant for, where it is. */
class DeploymentPlanTest {

    /** A producer's one subpartition, as its consumer must name it. */
    private record Output(JobEdge edge, int producer, int subpartition) {}

    /** A vertex to be: parallelism, and how it is joined to up to two earlier ones. */
    private record Wish(int parallelism, List<Integer> sources, List<Partitioning> partitionings) {}

    @Provide
    Arbitrary<JobGraph> graphs() {
        Arbitrary<Wish> wishes =
                Combinators.combine(
                                Arbitraries.integers().between(1, 6),
                                Arbitraries.integers().between(0, 20).list().ofSize(2),
                                Arbitraries.of(Partitioning.class).list().ofMaxSize(2))
                        .as(Wish::new);
        return wishes.list().ofMinSize(1).ofMaxSize(6).map(DeploymentPlanTest::graphOf);
    }

    private static JobGraph graphOf(List<Wish> wishes) {
        TestGraphs graph = TestGraphs.graph().source("source", wishes.get(0).parallelism(), 9);
        for (int vertex = 1; vertex < wishes.size(); vertex++) {
            graph.vertex("vertex-" + vertex, wishes.get(vertex).parallelism());
        }
        for (int target = 1; target < wishes.size(); target++) {
            Wish wish = wishes.get(target);
            for (int i = 0; i < wish.partitionings().size(); i++) {
                int source = wish.sources().get(i) % target;
                boolean equal = wishes.get(source).parallelism() == wish.parallelism();
                Partitioning partitioning = wish.partitionings().get(i);
                graph.edge(
                        source,
                        target,
                        partitioning == Partitioning.FORWARD && !equal
                                ? Partitioning.REBALANCE
                                : partitioning);
            }
        }
        return graph.build();
    }

    @Property(tries = 300)
    void everySubpartitionIsReadOnceByItsConsumerAtItsProducersAddress(
            @ForAll("graphs") JobGraph graph) {
        Map<Output, Integer> consumers = new HashMap<>();
        for (TaskDeployment deployment : deploy(graph)) {
            for (ChannelSource input : deployment.inputs()) {
                JobEdge edge = graph.edges().get(input.partition().edge());
                int producer = input.partition().producer().subtask();
                assertThat(edge.target()).isEqualTo(deployment.attempt().vertex());
                assertThat(input.partition().producer().vertex()).isEqualTo(edge.source());
                assertThat(input.address()).isEqualTo(addressOfSlot(producer));
                Output output = new Output(edge, producer, input.subpartition());
                assertThat(consumers.put(output, deployment.attempt().subtask()))
                        .as("another reader of %s", input)
                        .isNull();
            }
        }

        assertThat(consumers).isEqualTo(expectedConsumers(graph));
    }

    /** Who must read what, from the definition of the partitionings. */
    private static Map<Output, Integer> expectedConsumers(JobGraph graph) {
        Map<Output, Integer> expected = new HashMap<>();
        for (JobEdge edge : graph.edges()) {
            int producers = graph.vertices().get(edge.source()).parallelism();
            int consumers = graph.vertices().get(edge.target()).parallelism();
            for (int producer = 0; producer < producers; producer++) {
                if (edge.partitioning() == Partitioning.FORWARD) {
                    expected.put(new Output(edge, producer, 0), producer);
                } else {
                    for (int consumer = 0; consumer < consumers; consumer++) {
                        expected.put(new Output(edge, producer, consumer), consumer);
                    }
                }
            }
        }
        return expected;
    }

    @Property(tries = 100)
    void everyProducerOpensAPartitionForEachOfItsEdges(@ForAll("graphs") JobGraph graph) {
        for (TaskDeployment deployment : deploy(graph)) {
            List<JobEdge> edges = graph.outputsOf(deployment.attempt().vertex());
            assertThat(deployment.outputs())
                    .extracting(output -> output.id().edge())
                    .isEqualTo(edges.stream().map(JobEdge::index).toList());
            for (PartitionSpec output : deployment.outputs()) {
                JobEdge edge = graph.edges().get(output.id().edge());
                assertThat(output.id().producer()).isEqualTo(deployment.attempt());
                assertThat(output.subpartitions())
                        .isEqualTo(
                                edge.partitioning() == Partitioning.FORWARD
                                        ? 1
                                        : graph.vertices().get(edge.target()).parallelism());
            }
        }
    }

    @Property(tries = 100)
    void splitIGoesToSubtaskIModuloParallelism(@ForAll("graphs") JobGraph graph) {
        JobVertex source = graph.vertices().get(0);

        for (TaskDeployment deployment : deploy(graph)) {
            List<SplitPosition> expected =
                    source.splits().stream()
                            .filter(split -> deployment.attempt().vertex() == 0)
                            .filter(
                                    split ->
                                            source.splits().indexOf(split) % source.parallelism()
                                                    == deployment.attempt().subtask())
                            .map(SplitPosition::startOf)
                            .toList();
            assertThat(deployment.splits()).isEqualTo(expected);
        }
    }

    @Property(tries = 100)
    void anAttemptIsToldWhoItIs(@ForAll("graphs") JobGraph graph) {
        List<TaskDeployment> deployments = deploy(graph);

        assertThat(deployments)
                .allSatisfy(
                        task -> {
                            int vertex = task.attempt().vertex();
                            assertThat(task.parallelism())
                                    .isEqualTo(graph.vertices().get(vertex).parallelism());
                            assertThat(task.graphHash()).isEqualTo(graph.hash());
                            assertThat(task.code()).isEqualTo(graph.code());
                            assertThat(task.jarUri()).isEqualTo("file:///jar");
                            assertThat(task.settings()).containsEntry("key", "value");
                        });
        assertThat(deployments)
                .extracting(TaskDeployment::attempt)
                .doesNotHaveDuplicates()
                .hasSize(graph.vertices().stream().mapToInt(JobVertex::parallelism).sum());
    }

    private static List<TaskDeployment> deploy(JobGraph graph) {
        ExecutionGraph executions = new ExecutionGraph(graph);
        for (Subtask subtask : executions.subtasks()) {
            subtask.current().moveTo(ExecutionState.SCHEDULED, "");
            subtask.current().deployTo(slot(subtask.index()));
        }
        DeploymentPlan plan =
                new DeploymentPlan(graph, executions, "file:///jar", Map.of("key", "value"));
        return executions.subtasks().stream().map(plan::deploymentOf).toList();
    }

    private static AllocatedSlot slot(int index) {
        return new AllocatedSlot(
                new TaskManagerRegistration(
                        new TaskManagerId("tm-" + index),
                        "first",
                        "host",
                        1,
                        addressOfSlot(index),
                        1,
                        1),
                0);
    }

    private static DataAddress addressOfSlot(int index) {
        return new DataAddress("host", 6000 + index);
    }
}
