package org.holdfast.runtime.jobgraph;

import java.util.List;
import java.util.function.Function;
import org.holdfast.api.InvalidJobException;

/** An operator as {@code Job.define} adds it: who feeds it, and how to make its node. */
final class Operator {

    private final int index;
    private final String name;
    private final List<Input> inputs;
    private final Function<Downstream, OperatorNode> node;
    private int parallelism;

    /**
     * @param index place in the order of definition, which is a topological one
     * @param inputs empty for a source
     */
    Operator(
            int index,
            String name,
            int parallelism,
            List<Input> inputs,
            Function<Downstream, OperatorNode> node) {
        this.index = index;
        this.name = name;
        this.parallelism = parallelism;
        this.inputs = List.copyOf(inputs);
        this.node = node;
    }

    int index() {
        return index;
    }

    String name() {
        return name;
    }

    List<Input> inputs() {
        return inputs;
    }

    int parallelism() {
        return parallelism;
    }

    void parallelism(int subtasks) {
        if (subtasks < 1 || subtasks > JobVertex.MAX_PARALLELISM) {
            throw new InvalidJobException(
                    "Parallelism of operator '%s' is %d (expected: 1 to %d)."
                            .formatted(name, subtasks, JobVertex.MAX_PARALLELISM));
        }
        parallelism = subtasks;
    }

    OperatorNode node(Downstream downstream) {
        return node.apply(downstream);
    }

    /** Whether this operator runs in the task of the one operator that feeds it. */
    boolean isChained() {
        return inputs.size() == 1 && inputs.get(0).partitioningTo(this) == Partitioning.FORWARD;
    }
}
