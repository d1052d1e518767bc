package org.holdfast.runtime.jobmaster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.holdfast.runtime.dispatcher.JobStatus;
import org.holdfast.runtime.jobgraph.JobId;
import org.holdfast.runtime.simulation.TestGraphs;
import org.holdfast.runtime.task.ExecutionAttemptId;
import org.holdfast.runtime.task.ExecutionState;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every pair of states: legal moves happen, all others are refused and change nothing. */
class StateMovesTest {

    static Stream<Arguments> pairsOfExecutionStates() {
        return pairs(ExecutionState.values());
    }

    static Stream<Arguments> pairsOfJobStatuses() {
        return pairs(
                Arrays.stream(JobStatus.values())
                        .filter(status -> status != JobStatus.QUARANTINED) // no job is run there
                        .toArray(JobStatus[]::new));
    }

    private static <S> Stream<Arguments> pairs(S[] states) {
        return Arrays.stream(states)
                .flatMap(from -> Arrays.stream(states).map(to -> Arguments.of(from, to)));
    }

    @ParameterizedTest
    @MethodSource("pairsOfExecutionStates")
    void anAttemptMovesAsTheTableSays(ExecutionState from, ExecutionState to) {
        ExecutionAttempt attempt =
                new ExecutionAttempt(
                        new ExecutionAttemptId(new JobId("0".repeat(32)), 0, 0, 0),
                        "task (1/1)",
                        Optional.empty());
        path(ExecutionAttempt.MOVES, ExecutionState.CREATED, from)
                .forEach(state -> attempt.moveTo(state, ""));

        boolean legal = !from.isTerminal() && ExecutionAttempt.MOVES.get(from).contains(to);

        assertThat(attempt.canMoveTo(to)).isEqualTo(legal);
        if (legal) {
            attempt.moveTo(to, "reason");
            assertThat(attempt.state()).isEqualTo(to);
        } else {
            assertThatThrownBy(() -> attempt.moveTo(to, "reason"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("from " + from + " to " + to);
            assertThat(attempt.state()).isEqualTo(from);
        }
    }

    @ParameterizedTest
    @MethodSource("pairsOfJobStatuses")
    void aJobMovesAsTheTableSays(JobStatus from, JobStatus to) {
        JobState job =
                new JobState(
                        TestGraphs.counting(1).build(), Clock.systemUTC(), OptionalLong.empty());
        path(JobState.MOVES, JobStatus.CREATED, from).forEach(status -> job.moveTo(status, ""));

        if (!from.isTerminal() && JobState.MOVES.get(from).contains(to)) {
            job.moveTo(to, "reason");
            assertThat(job.status()).isEqualTo(to);
            assertThat(job.endTime() > 0).isEqualTo(to.isTerminal());
        } else {
            assertThatThrownBy(() -> job.moveTo(to, "reason"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("from " + from + " to " + to);
            assertThat(job.status()).isEqualTo(from);
        }
    }

    /** A shortest way through the table, without the start itself. */
    private static <S> List<S> path(Map<S, Set<S>> moves, S start, S goal) {
        Map<S, List<S>> paths = new HashMap<>(Map.of(start, List.of()));
        Deque<S> open = new ArrayDeque<>(List.of(start));
        while (!open.isEmpty() && !paths.containsKey(goal)) {
            S state = open.remove();
            for (S next : moves.get(state)) {
                if (!paths.containsKey(next)) {
                    paths.put(
                            next,
                            Stream.concat(paths.get(state).stream(), Stream.of(next)).toList());
                    open.add(next);
                }
            }
        }
        assertThat(paths).as("states that can be reached").containsKey(goal);
        return paths.get(goal);
    }
}
