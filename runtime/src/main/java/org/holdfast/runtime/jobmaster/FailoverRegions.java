package org.holdfast.runtime.jobmaster;

import static java.util.Objects.requireNonNull;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.holdfast.runtime.jobgraph.JobEdge;
import org.holdfast.runtime.jobgraph.JobGraph;
import org.holdfast.runtime.jobgraph.Partitioning;

/**
 * The parts of a job that fail and start over together: subtasks that streams of records join,
 * directly or through others. What is in another region does not notice.
 */
final class FailoverRegions {

    private final List<Subtask> all;

    /** A subtask's next on the way to the one that stands for its region. */
    private final Map<Subtask, Subtask> towards = new HashMap<>();

    /**
     * @param vertices the subtasks of each vertex
     */
    FailoverRegions(JobGraph graph, List<List<Subtask>> vertices) {
        this.all = vertices.stream().flatMap(List::stream).toList();
        requireNonNull(graph, "graph").edges().forEach(edge -> join(edge, vertices));
    }

    private void join(JobEdge edge, List<List<Subtask>> vertices) {
        List<Subtask> producers = vertices.get(edge.source());
        List<Subtask> consumers = vertices.get(edge.target());
        if (edge.partitioning() == Partitioning.FORWARD) {
            consumers.forEach(consumer -> join(consumer, producers.get(consumer.index())));
        } else {
            consumers.forEach(consumer -> join(consumer, producers.get(0)));
            producers.forEach(producer -> join(producer, producers.get(0)));
        }
    }

    private void join(Subtask one, Subtask other) {
        Subtask from = representativeOf(one);
        Subtask to = representativeOf(other);
        if (from != to) {
            towards.put(from, to);
        }
    }

    private Subtask representativeOf(Subtask subtask) {
        Subtask representative = subtask;
        while (towards.containsKey(representative)) {
            representative = towards.get(representative);
        }
        return representative;
    }

    /** All subtasks of the regions these are in, producers before their consumers. */
    List<Subtask> with(Collection<Subtask> subtasks) {
        Set<Subtask> regions =
                subtasks.stream().map(this::representativeOf).collect(Collectors.toSet());
        return all.stream().filter(one -> regions.contains(representativeOf(one))).toList();
    }

    /** In how many of them these subtasks are. */
    int count(Collection<Subtask> subtasks) {
        return (int) subtasks.stream().map(this::representativeOf).distinct().count();
    }
}
