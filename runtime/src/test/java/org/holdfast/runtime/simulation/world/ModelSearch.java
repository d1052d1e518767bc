package org.holdfast.runtime.simulation.world;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Breadth-first search over what can go wrong where: first everything once, then everything twice,
 * in every state that was not seen before. The protocol's production classes run in each; a state
 * is come back to by running the same choices from the start.
 */
final class ModelSearch {

    private final Plan plan;
    private final int mostRuns;
    private final int mostChoices;
    private final Set<Long> seen = new HashSet<>();
    private final Deque<Map<Integer, Choice>> frontier = new ArrayDeque<>();
    private final List<String> violations = new ArrayList<>();
    private int runs;
    private long transitions;
    private int depth;
    private int complete = -1;
    private int furthestPoint;
    private long millis;

    /**
     * @param plan of the small cluster
     * @param mostRuns when to stop
     * @param mostChoices how much goes wrong in one run at most
     */
    ModelSearch(Plan plan, int mostRuns, int mostChoices) {
        this.plan = plan;
        this.mostRuns = mostRuns;
        this.mostChoices = mostChoices;
    }

    ModelSearch run() {
        long begun = System.nanoTime();
        Simulation.takeFaultPoints();
        try {
            frontier.add(Map.of());
            while (!frontier.isEmpty() && runs < mostRuns && violations.isEmpty()) {
                Map<Integer, Choice> choices = frontier.remove();
                if (choices.size() > depth) {
                    complete = depth;
                    depth = choices.size();
                }
                explore(choices);
            }
            complete = frontier.isEmpty() ? depth : complete;
        } finally {
            Simulation.releaseFaultPoints();
        }
        millis = (System.nanoTime() - begun) / 1_000_000;
        return this;
    }

    private void explore(Map<Integer, Choice> choices) {
        runs++;
        Optional<Verdict.Violation> violation =
                new SteeredRun(
                                plan,
                                choices,
                                (point, fingerprint) -> visit(choices, point, fingerprint))
                        .run();
        violation.ifPresent(what -> violations.add(SteeredRun.describe(choices) + ": " + what));
    }

    private boolean visit(Map<Integer, Choice> choices, int point, long fingerprint) {
        transitions++;
        furthestPoint = Math.max(furthestPoint, point);
        if (!seen.add(fingerprint * 31 + choices.size())) {
            return false;
        }
        if (choices.size() < mostChoices) {
            for (Choice choice : Choice.values()) {
                Map<Integer, Choice> next = new HashMap<>(choices);
                next.put(point, choice);
                frontier.add(next);
            }
        }
        return true;
    }

    List<String> violations() {
        return List.copyOf(violations);
    }

    int distinctStates() {
        return seen.size();
    }

    /** How much may go wrong so that everything of it was tried. */
    int complete() {
        return complete;
    }

    /** What was searched, in a line. */
    String summary() {
        return String.format(
                Locale.ROOT,
                "model: %d distinct states, %d transitions in %d runs, up to %d fault points deep;"
                        + " complete with %d faults, begun with %d; %d violations; %d s",
                seen.size(),
                transitions,
                runs,
                furthestPoint,
                complete,
                depth,
                violations.size(),
                millis / 1_000);
    }
}
