package org.holdfast.runtime.jobmaster;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.holdfast.api.SplitPosition;
import org.holdfast.runtime.checkpoint.RestorePlan;
import org.holdfast.runtime.checkpoint.TaskRestore;
import org.holdfast.runtime.jobgraph.JobEdge;
import org.holdfast.runtime.jobgraph.JobGraph;
import org.holdfast.runtime.jobgraph.Partitioning;
import org.holdfast.runtime.network.ChannelSource;
import org.holdfast.runtime.network.PartitionId;
import org.holdfast.runtime.network.PartitionSpec;
import org.holdfast.runtime.task.TaskDeployment;

/**
 * What each attempt is told: its splits, whom it reads from, whom it writes to.
 *
 * <p>A producer opens one partition per edge. On a forward edge it has one subpartition, read by
 * the consumer of the same index; on every other edge subpartition j is read by consumer j, from
 * every producer.
 */
final class DeploymentPlan {

    private final JobGraph graph;
    private final ExecutionGraph executions;
    private final String jarUri;
    private final Map<String, String> settings;
    private Optional<RestorePlan> start = Optional.empty();

    /**
     * @param settings the job's configuration with the cluster's defaults filled in
     */
    DeploymentPlan(
            JobGraph graph,
            ExecutionGraph executions,
            String jarUri,
            Map<String, String> settings) {
        this.graph = requireNonNull(graph, "graph");
        this.executions = requireNonNull(executions, "executions");
        this.jarUri = requireNonNull(jarUri, "jarUri");
        this.settings = Map.copyOf(settings);
    }

    /** Attempts start from there from now on; from nothing if it is empty. */
    void startFrom(Optional<RestorePlan> plan) {
        start = requireNonNull(plan, "plan");
    }

    /** The deployment of a subtask's current attempt; all of its producers must have slots. */
    TaskDeployment deploymentOf(Subtask subtask) {
        int vertex = subtask.vertex().index();
        return new TaskDeployment(
                subtask.current().id(),
                graph.name(),
                graph.code(),
                jarUri,
                graph.hash(),
                subtask.vertex().parallelism(),
                start.map(plan -> plan.splitsOf(vertex, subtask.index()))
                        .orElseGet(() -> firstSplitsOf(subtask)),
                start.map(plan -> plan.restoreOf(vertex, subtask.index()))
                        .orElse(TaskRestore.NOTHING),
                graph.inputsOf(vertex).stream().flatMap(edge -> channelsOf(subtask, edge)).toList(),
                graph.outputsOf(vertex).stream().map(edge -> partitionOf(subtask, edge)).toList(),
                settings);
    }

    private static List<SplitPosition> firstSplitsOf(Subtask subtask) {
        var splits = subtask.vertex().splits();
        int parallelism = subtask.vertex().parallelism();
        return IntStream.range(0, splits.size())
                .filter(split -> split % parallelism == subtask.index())
                .mapToObj(split -> SplitPosition.startOf(splits.get(split)))
                .toList();
    }

    private Stream<ChannelSource> channelsOf(Subtask consumer, JobEdge edge) {
        List<Subtask> producers = executions.subtasksOf(edge.source());
        if (edge.partitioning() == Partitioning.FORWARD) {
            return Stream.of(channel(producers.get(consumer.index()), edge, 0));
        }
        return producers.stream().map(producer -> channel(producer, edge, consumer.index()));
    }

    private static ChannelSource channel(Subtask producer, JobEdge edge, int subpartition) {
        ExecutionAttempt attempt = producer.current();
        return new ChannelSource(
                new PartitionId(attempt.id(), edge.index()),
                subpartition,
                attempt.slot().orElseThrow().taskManager().dataAddress());
    }

    private PartitionSpec partitionOf(Subtask producer, JobEdge edge) {
        int consumers = graph.vertices().get(edge.target()).parallelism();
        return new PartitionSpec(
                new PartitionId(producer.current().id(), edge.index()),
                edge.partitioning() == Partitioning.FORWARD ? 1 : consumers);
    }
}
