package org.holdfast.runtime.jobgraph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.holdfast.runtime.jobgraph.TestFunctions.bounded;
import static org.holdfast.runtime.jobgraph.TestFunctions.sink;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.holdfast.api.DataStream;
import org.junit.jupiter.api.Test;

/** What holds for whatever dataflow is drawn. */
class RandomDataflowTest {

    private static final int CASES = 2_000;

    @Test
    void everyOperatorIsInOneVertexAndEveryEdgeLeadsToALaterHead() {
        for (long seed = 0; seed < CASES; seed++) {
            DefinedJob job = randomJob(seed);
            List<String> operators = new ArrayList<>();
            for (JobVertex vertex : job.vertices()) {
                OperatorNode head = job.chains().get(vertex.index());
                List<String> reached = new ArrayList<>();
                collect(head, vertex, job, reached);
                assertThat(reached)
                        .as("seed %d, vertex %s", seed, vertex)
                        .containsExactlyInAnyOrderElementsOf(vertex.operators());
                assertThat(vertex.operators()).first().isEqualTo(head.name());
                operators.addAll(reached);
            }
            assertThat(operators).as("seed %d", seed).doesNotHaveDuplicates();
            for (JobEdge edge : job.edges()) {
                JobVertex source = job.vertices().get(edge.source());
                JobVertex target = job.vertices().get(edge.target());
                assertThat(edge.source()).as("seed %d", seed).isLessThan(edge.target());
                if (edge.partitioning() == Partitioning.FORWARD) {
                    assertThat(source.parallelism()).isEqualTo(target.parallelism());
                }
            }
        }
    }

    @Test
    void twoRunsOfTheSameDefinitionDoNotDiffer() {
        for (long seed = 0; seed < CASES; seed++) {
            DefinedJob one = randomJob(seed);
            DefinedJob two = randomJob(seed);
            assertThat(one.firstDifference(two)).as("seed %d", seed).isEmpty();
            assertThat(one.graphHash()).isEqualTo(two.graphHash());
        }
    }

    private static void collect(
            OperatorNode node, JobVertex vertex, DefinedJob job, List<String> reached) {
        reached.add(node.name());
        for (OutputEdge output : node.downstream().edges()) {
            JobEdge edge = job.edges().get(output.index());
            assertThat(edge.source()).isEqualTo(vertex.index());
            assertThat(vertex.operators().get(edge.sourceOperator())).isEqualTo(node.name());
            assertThat(output.partitioning()).isEqualTo(edge.partitioning());
            assertThat(output.consumers())
                    .isEqualTo(job.vertices().get(edge.target()).parallelism());
        }
        for (OperatorNode next : node.downstream().chained()) {
            collect(next, vertex, job, reached);
        }
    }

    @SuppressWarnings("unchecked")
    private static DefinedJob randomJob(long seed) {
        Random random = new Random(seed);
        DataflowBuilder flow = new DataflowBuilder("random", 2);
        List<DataStream<String>> streams = new ArrayList<>();
        streams.add(flow.source("0", bounded()));
        int operators = 2 + random.nextInt(15);
        for (int i = 1; i < operators; i++) {
            DataStream<String> from = streams.get(random.nextInt(streams.size()));
            String name = String.valueOf(i);
            DataStream<String> added =
                    switch (random.nextInt(6)) {
                        case 0 -> flow.source(name, bounded());
                        case 1 -> from.keyBy(v -> v).process(name, (k, v, out) -> out.emit(v));
                        case 2 -> from.rebalance().map(name, v -> v);
                        case 3 -> from.union(streams.get(0)).filter(name, v -> true);
                        case 4 -> from.broadcast().map(name, v -> v);
                        default -> from.flatMap(name, (v, out) -> out.emit(v));
                    };
            if (random.nextInt(4) == 0) {
                added.parallelism(1 + random.nextInt(3));
            }
            streams.add(added);
        }
        for (int i = 0; i < streams.size(); i++) {
            streams.get(i).sink("sink " + i, sink());
        }
        return flow.build();
    }
}
