package org.holdfast.runtime.jobgraph;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.holdfast.api.InvalidJobException;
import org.holdfast.runtime.jobgraph.OperatorNode.SinkOperator;
import org.holdfast.runtime.jobgraph.OperatorNode.SourceOperator;

/**
 * Cuts a dataflow into vertices and edges. An operator that is fed by one forward stream of its own
 * parallelism joins the chain of the operator that feeds it; every other one is the head of a new
 * chain. Edges therefore always lead to heads, and the heads' order of definition is a topological
 * order of the vertices.
 */
final class Chaining {

    private final List<Operator> operators;

    /** The operators of each vertex, in order of definition. */
    private final List<List<Operator>> chains = new ArrayList<>();

    /** By operator: the vertex it is in. */
    private final Map<Operator, Integer> vertexOf = new HashMap<>();

    private final Map<Operator, List<Operator>> chainedTo = new HashMap<>();
    private final Map<Operator, List<OutputEdge>> outputsOf = new HashMap<>();
    private final List<JobEdge> edges = new ArrayList<>();

    Chaining(List<Operator> operators) {
        this.operators = operators;
        for (Operator operator : operators) {
            chainedTo.put(operator, new ArrayList<>());
            outputsOf.put(operator, new ArrayList<>());
        }
    }

    DefinedJob define(String jobName) {
        for (Operator operator : operators) {
            if (operator.isChained()) {
                joinChain(operator);
            } else {
                startChain(operator);
            }
        }
        List<OperatorNode> heads = chains.stream().map(chain -> node(chain.get(0))).toList();
        return new DefinedJob(jobName, vertices(heads), edges, heads);
    }

    private void joinChain(Operator operator) {
        Operator producer = operator.inputs().get(0).producer();
        int vertex = vertexOf.get(producer);
        chains.get(vertex).add(operator);
        vertexOf.put(operator, vertex);
        chainedTo.get(producer).add(operator);
    }

    private void startChain(Operator head) {
        int vertex = chains.size();
        chains.add(new ArrayList<>(List.of(head)));
        vertexOf.put(head, vertex);
        for (Input input : head.inputs()) {
            Operator producer = input.producer();
            Partitioning partitioning = input.partitioningTo(head);
            int index = edges.size();
            int source = vertexOf.get(producer);
            int place = chains.get(source).indexOf(producer);
            edges.add(new JobEdge(index, source, place, vertex, partitioning));
            outputsOf
                    .get(producer)
                    .add(new OutputEdge(index, partitioning, input.key(), head.parallelism()));
        }
    }

    private OperatorNode node(Operator operator) {
        List<OperatorNode> chained = chainedTo.get(operator).stream().map(this::node).toList();
        List<OutputEdge> outputs = outputsOf.get(operator);
        OperatorNode node = operator.node(new Downstream(chained, outputs));
        if (!(node instanceof SinkOperator) && chained.isEmpty() && outputs.isEmpty()) {
            throw new InvalidJobException(
                    "The records of operator '%s' go nowhere. End its stream in a sink, or leave it out."
                            .formatted(operator.name()));
        }
        return node;
    }

    private List<JobVertex> vertices(List<OperatorNode> heads) {
        List<JobVertex> vertices = new ArrayList<>();
        for (int vertex = 0; vertex < heads.size(); vertex++) {
            List<String> names = chains.get(vertex).stream().map(Operator::name).toList();
            vertices.add(
                    new JobVertex(
                            vertex,
                            names.stream().collect(joining(" -> ")),
                            names,
                            chains.get(vertex).get(0).parallelism(),
                            isBounded(heads.get(vertex), vertex, vertices),
                            List.of()));
        }
        return vertices;
    }

    /**
     * @param before all vertices that come before {@code vertex}, among them those that feed it
     */
    private boolean isBounded(OperatorNode head, int vertex, List<JobVertex> before) {
        if (head instanceof SourceOperator operator) {
            return operator.source().isBounded();
        }
        return edges.stream()
                .filter(edge -> edge.target() == vertex)
                .allMatch(edge -> before.get(edge.source()).bounded());
    }
}
