package org.holdfast.runtime.jobmaster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.holdfast.runtime.jobgraph.Partitioning;
import org.holdfast.runtime.simulation.TestGraphs;
import org.junit.jupiter.api.Test;

class FailoverRegionsTest {

    private static ExecutionGraph executions(TestGraphs graph) {
        return new ExecutionGraph(graph.build());
    }

    private static List<String> regionOf(ExecutionGraph executions, int vertex, int subtask) {
        return executions.regionsOf(List.of(executions.subtasksOf(vertex).get(subtask))).stream()
                .map(Subtask::name)
                .toList();
    }

    @Test
    void subtasksThatShareNoStreamAreRegionsOfTheirOwn() {
        ExecutionGraph executions = executions(TestGraphs.graph().source("copy", 3, 3));

        assertThat(executions.countRegions()).isEqualTo(3);
        assertThat(regionOf(executions, 0, 1)).containsExactly("copy (2/3)");
    }

    @Test
    void forwardEdgesJoinSubtasksOfTheSameIndexOnly() {
        ExecutionGraph executions =
                executions(
                        TestGraphs.graph()
                                .source("read", 2, 2)
                                .vertex("write", 2)
                                .edge(0, 1, Partitioning.FORWARD));

        assertThat(executions.countRegions()).isEqualTo(2);
        assertThat(regionOf(executions, 1, 0)).containsExactly("read (1/2)", "write (1/2)");
    }

    @Test
    void everyOtherEdgeJoinsAllSubtasksOfBothEnds() {
        for (Partitioning partitioning :
                List.of(Partitioning.HASH, Partitioning.REBALANCE, Partitioning.BROADCAST)) {
            ExecutionGraph executions =
                    executions(
                            TestGraphs.graph()
                                    .source("read", 2, 2)
                                    .vertex("count", 3)
                                    .edge(0, 1, partitioning));

            assertThat(executions.countRegions()).as("%s", partitioning).isEqualTo(1);
            assertThat(regionOf(executions, 0, 1)).hasSize(5);
        }
    }

    @Test
    void aJobOfTwoSeparateFlowsHasTwoRegions() {
        ExecutionGraph executions =
                executions(
                        TestGraphs.graph()
                                .source("a", 2, 2)
                                .vertex("countA", 2)
                                .source("b", 2, 2)
                                .vertex("countB", 2)
                                .edge(0, 1, Partitioning.HASH)
                                .edge(2, 3, Partitioning.HASH));

        assertThat(executions.countRegions()).isEqualTo(2);
        assertThat(regionOf(executions, 3, 1))
                .containsExactly("b (1/2)", "b (2/2)", "countB (1/2)", "countB (2/2)");
        assertThat(
                        executions.regionsOf(
                                List.of(
                                        executions.subtasksOf(0).get(0),
                                        executions.subtasksOf(3).get(0))))
                .isEqualTo(executions.subtasks());
    }
}
