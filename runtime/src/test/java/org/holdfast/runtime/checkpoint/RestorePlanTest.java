package org.holdfast.runtime.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.holdfast.api.SourceSplit;
import org.holdfast.api.SplitPosition;
import org.holdfast.runtime.checkpoint.CheckpointMetadata.OperatorState;
import org.holdfast.runtime.jobgraph.JobGraph;
import org.holdfast.runtime.jobgraph.Partitioning;
import org.holdfast.runtime.simulation.TestGraphs;
import org.holdfast.runtime.state.KeyGroups;
import org.holdfast.runtime.task.ExecutionAttemptId;
import org.junit.jupiter.api.Test;

class RestorePlanTest {

    private static final int LINES = 0;
    private static final int COUNT = 1;
    private static final int OUT = 2;

    private static JobGraph graph(int parallelism) {
        return TestGraphs.graph()
                .name("counts")
                .source("lines", parallelism, 3)
                .vertex("count", parallelism)
                .edge(LINES, COUNT, Partitioning.HASH)
                .vertex("out", parallelism)
                .edge(COUNT, OUT, Partitioning.FORWARD)
                .build();
    }

    private static CheckpointMetadata checkpoint(
            CheckpointKind kind, int parallelism, int splits, int staged, Integer... ended) {
        return metadata(
                kind,
                Map.of(
                        "lines",
                        new OperatorState(
                                parallelism,
                                Optional.of(positions(splits)),
                                List.of(),
                                List.of(),
                                List.of()),
                        "count",
                        new OperatorState(
                                parallelism,
                                Optional.empty(),
                                handles(parallelism),
                                List.of(ended),
                                List.of()),
                        "out",
                        new OperatorState(
                                parallelism,
                                Optional.empty(),
                                List.of(),
                                List.of(),
                                IntStream.range(0, staged).mapToObj(i -> "part-" + i).toList())));
    }

    private static CheckpointMetadata metadata(
            CheckpointKind kind, Map<String, OperatorState> operators) {
        return new CheckpointMetadata(
                new CheckpointId(1, 5),
                kind,
                "0".repeat(32),
                "counts",
                1,
                "hdfs:/savepoints/a/_metadata",
                operators);
    }

    private static List<SplitPosition> positions(int splits) {
        return IntStream.range(0, splits)
                .mapToObj(i -> new SplitPosition(new SourceSplit("split-" + i, "", 9), i))
                .toList();
    }

    private static List<StateHandle> handles(int parallelism) {
        return IntStream.range(0, parallelism)
                .mapToObj(
                        subtask -> {
                            int first = KeyGroups.firstOf(subtask, parallelism);
                            int end = KeyGroups.firstOf(subtask + 1, parallelism);
                            return new StateHandle(
                                    first, end - first, "", "AAAA", 3, "a".repeat(64));
                        })
                .toList();
    }

    @Property(tries = 500)
    void everySplitAndKeyGroupIsRestoredOnceAndEveryTransactionCommitted(
            @ForAll @IntRange(min = 1, max = 128) int before,
            @ForAll @IntRange(min = 1, max = 128) int now,
            @ForAll @IntRange(max = 300) int splits,
            @ForAll @IntRange(max = 300) int staged) {
        CheckpointMetadata from = checkpoint(CheckpointKind.SAVEPOINT, before, splits, staged);
        RestorePlan plan = RestorePlan.of(graph(now), from, false);

        List<SplitPosition> restored = new ArrayList<>();
        List<String> committed = new ArrayList<>();
        for (int subtask = 0; subtask < now; subtask++) {
            restored.addAll(plan.splitsOf(LINES, subtask));
            committed.addAll(plan.restoreOf(OUT, subtask).staged().get("out"));
            List<Integer> held = heldBy(subtask, now);
            TaskRestore count = plan.restoreOf(COUNT, subtask);
            assertThat(groupsOf(count)).containsAll(held);
            assertThat(count.keyed())
                    .as("nothing is read in vain")
                    .allSatisfy(handle -> assertThat(held).containsAnyElementsOf(groupsOf(handle)));
            assertThat(plan.restoreOf(COUNT, subtask).checkpoint()).isEqualTo(from.id().value());
        }
        assertThat(restored).containsExactlyInAnyOrderElementsOf(positions(splits));
        assertThat(committed).containsAll(from.operators().get("out").staged());
    }

    private static Set<Integer> groupsOf(TaskRestore restore) {
        Set<Integer> groups = new HashSet<>();
        for (StateHandle handle : restore.keyed()) {
            groupsOf(handle)
                    .forEach(group -> assertThat(groups.add(group)).as("held twice").isTrue());
        }
        return groups;
    }

    private static List<Integer> groupsOf(StateHandle handle) {
        return IntStream.range(0, handle.keyGroups())
                .mapToObj(i -> handle.firstKeyGroup() + i)
                .toList();
    }

    private static List<Integer> heldBy(int subtask, int parallelism) {
        return IntStream.range(0, KeyGroups.COUNT)
                .filter(group -> KeyGroups.subtaskOf(group, parallelism) == subtask)
                .boxed()
                .toList();
    }

    @Property(tries = 200)
    void splitsComeBackToTheSubtaskThatReadThem(
            @ForAll @IntRange(min = 1, max = 16) int parallelism,
            @ForAll @IntRange(max = 60) int splits) {
        JobGraph graph =
                TestGraphs.graph().source("lines", parallelism, splits).vertex("out", 1).build();
        RestorePlan first = RestorePlan.fromNothing(graph);
        PendingCheckpoint pending =
                new PendingCheckpoint(new CheckpointId(1, 1), CheckpointWish.ordinary(), 0, 0);
        var tasks =
                IntStream.range(0, parallelism)
                        .mapToObj(subtask -> new ExecutionAttemptId(graph.id(), LINES, subtask, 0))
                        .toList();
        pending.trigger(
                "mem:/a",
                tasks.stream()
                        .map(task -> new CheckpointTasks.Participant(task, true, false))
                        .toList());
        tasks.forEach(
                task ->
                        pending.acknowledge(
                                new CheckpointAnswer.Acknowledged(
                                        task,
                                        pending.id().value(),
                                        new TaskSnapshot(
                                                first.splitsOf(LINES, task.subtask()),
                                                Optional.empty(),
                                                Map.of(),
                                                false),
                                        SnapshotFigures.NONE)));

        RestorePlan again = RestorePlan.of(graph, new CheckpointAssembly(graph).of(pending), false);

        for (int subtask = 0; subtask < parallelism; subtask++) {
            assertThat(again.splitsOf(LINES, subtask)).isEqualTo(first.splitsOf(LINES, subtask));
        }
    }

    @Test
    void subtaskThatRestartsAloneCommitsWhatItHadStaged() {
        CheckpointMetadata from = checkpoint(CheckpointKind.CHECKPOINT, 3, 3, 2);
        RestorePlan plan = RestorePlan.of(graph(3), from, false);

        for (int subtask = 0; subtask < 3; subtask++) {
            assertThat(plan.restoreOf(OUT, subtask).staged().get("out"))
                    .containsExactly("part-0", "part-1");
        }
    }

    @Test
    void startsFromNothing() {
        RestorePlan plan = RestorePlan.fromNothing(graph(2));

        assertThat(plan.splitsOf(LINES, 0))
                .extracting(position -> position.split().id(), SplitPosition::offset)
                .containsExactly(tuple("split-0", 0L), tuple("split-2", 0L));
        assertThat(plan.splitsOf(COUNT, 0)).isEmpty();
        assertThat(plan.restoreOf(COUNT, 0)).isEqualTo(TaskRestore.NOTHING);
    }

    @Test
    void readsTheSplitsOfTheCheckpointNotThoseOfTheGraph() {
        RestorePlan plan =
                RestorePlan.of(graph(1), checkpoint(CheckpointKind.CHECKPOINT, 1, 5, 0), false);

        assertThat(plan.splitsOf(LINES, 0)).isEqualTo(positions(5));
    }

    @Test
    void anOperatorThatIsNewStartsFromNothing() {
        CheckpointMetadata from =
                metadata(
                        CheckpointKind.SAVEPOINT,
                        Map.of(
                                "count",
                                checkpoint(CheckpointKind.SAVEPOINT, 2, 0, 0)
                                        .operators()
                                        .get("count")));

        RestorePlan plan = RestorePlan.of(graph(2), from, false);

        assertThat(plan.splitsOf(LINES, 0)).hasSize(2);
        assertThat(plan.restoreOf(OUT, 0).staged()).isEmpty();
    }

    @Test
    void namesAnOperatorThatTheJobDoesNotHave() {
        CheckpointMetadata from = renamed("count", "counts by word");

        assertThatThrownBy(() -> RestorePlan.of(graph(2), from, false))
                .isInstanceOf(CheckpointException.class)
                .hasMessage(
                        "Savepoint hdfs:/savepoints/a/_metadata has state of the keyed operator"
                                + " 'counts by word', which the job 'counts' does not have. Give"
                                + " the operator its old name, or run with -n to drop that state.");

        RestorePlan dropping = RestorePlan.of(graph(2), from, true);
        assertThat(dropping.restoreOf(COUNT, 0).keyed()).isEmpty();
        assertThat(dropping.restoreOf(COUNT, 0).dropUnknownState()).isTrue();
        assertThat(dropping.splitsOf(LINES, 0)).hasSize(2);
    }

    @Test
    void namesAnOperatorThatIsOfAnotherSortNow() {
        for (String[] names :
                new String[][] {
                    {"count", "lines", "the keyed operator 'lines'", "that is the source"},
                    {"lines", "count", "the source 'count'", "that is the keyed operator"},
                    {"count", "out", "the keyed operator 'out'", "without keyed state"},
                    {"out", "lines", "the sink 'lines'", "that is the source"},
                }) {
            CheckpointMetadata from = only(names[0], names[1]);

            assertThatThrownBy(() -> RestorePlan.of(graph(2), from, false))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining(names[2])
                    .hasMessageContaining(names[3])
                    .hasMessageContaining("-n");

            RestorePlan dropping = RestorePlan.of(graph(2), from, true);
            assertThat(dropping.splitsOf(LINES, 0))
                    .as("from the start")
                    .isEqualTo(RestorePlan.fromNothing(graph(2)).splitsOf(LINES, 0));
            assertThat(dropping.restoreOf(COUNT, 0).keyed()).isEmpty();
            assertThat(dropping.restoreOf(OUT, 0).keyed()).isEmpty();
        }
    }

    private static CheckpointMetadata renamed(String operator, String name) {
        Map<String, OperatorState> operators =
                new HashMap<>(checkpoint(CheckpointKind.SAVEPOINT, 2, 4, 2).operators());
        operators.put(name, operators.remove(operator));
        return metadata(CheckpointKind.SAVEPOINT, operators);
    }

    private static CheckpointMetadata only(String operator, String name) {
        return metadata(
                CheckpointKind.SAVEPOINT,
                Map.of(
                        name,
                        checkpoint(CheckpointKind.SAVEPOINT, 2, 4, 2).operators().get(operator)));
    }

    @Test
    void afterTheClosingCheckpointNoInputEndsAgain() {
        RestorePlan plan =
                RestorePlan.of(graph(4), checkpoint(CheckpointKind.CLOSING, 2, 3, 0), false);

        assertThat(Stream.of(LINES, COUNT, OUT))
                .allSatisfy(vertex -> assertThat(plan.restoreOf(vertex, 0).inputEnded()).isTrue());
    }

    @Test
    void inputThatHadEndedForSomeSubtasksEndsForTheOthersOnly() {
        CheckpointMetadata from = checkpoint(CheckpointKind.CHECKPOINT, 3, 3, 0, 1);

        RestorePlan plan = RestorePlan.of(graph(3), from, false);

        assertThat(IntStream.range(0, 3).mapToObj(i -> plan.restoreOf(COUNT, i).inputEnded()))
                .containsExactly(false, true, false);
        assertThat(plan.restoreOf(LINES, 1).inputEnded()).isFalse();
        assertThatThrownBy(() -> RestorePlan.of(graph(2), from, true))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("operator 'count' was ending")
                .hasMessageContaining("parallelism of 3 cannot become 2");
        CheckpointMetadata allEnded = checkpoint(CheckpointKind.CHECKPOINT, 3, 3, 0, 0, 1, 2);
        assertThat(RestorePlan.of(graph(2), allEnded, false).restoreOf(COUNT, 1).inputEnded())
                .isTrue();
    }
}
