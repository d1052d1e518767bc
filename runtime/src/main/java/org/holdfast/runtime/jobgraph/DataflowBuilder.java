package org.holdfast.runtime.jobgraph;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.holdfast.api.DataStream;
import org.holdfast.api.Dataflow;
import org.holdfast.api.InvalidJobException;
import org.holdfast.api.Source;
import org.holdfast.runtime.jobgraph.OperatorNode.SourceOperator;

/**
 * Records what {@code Job.define} adds, at the client and in TaskManagers. Used for one run of
 * {@code define}, by its thread.
 */
public final class DataflowBuilder implements Dataflow {

    /** More than anyone draws by hand; bounds what a generated job can cost the JobManager. */
    static final int MAX_OPERATORS = 1_000;

    private static final int MAX_NAME = 128;

    private final List<Operator> operators = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private final int defaultParallelism;
    private String jobName;

    /**
     * @param jobName used unless the job names itself
     * @param defaultParallelism for operators that do not set their own
     * @throws InvalidJobException if one of them is out of range
     */
    public DataflowBuilder(String jobName, int defaultParallelism) {
        this.jobName = checkName("Job", jobName);
        this.defaultParallelism = defaultParallelism;
        if (defaultParallelism < 1 || defaultParallelism > JobVertex.MAX_PARALLELISM) {
            throw new InvalidJobException(
                    "Parallelism of the job is %d (expected: 1 to %d)."
                            .formatted(defaultParallelism, JobVertex.MAX_PARALLELISM));
        }
    }

    @Override
    public void name(String newName) {
        jobName = checkName("Job", newName);
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> DataStream<T> source(String name, Source<T> source) {
        requireNonNull(source, "source");
        return new OperatorStream<>(
                this,
                add(
                        name,
                        List.of(),
                        downstream ->
                                new SourceOperator(name, (Source<Object>) source, downstream)));
    }

    /**
     * Chains what was added.
     *
     * @throws InvalidJobException if nothing was added, or an operator's records go nowhere
     */
    public DefinedJob build() {
        if (operators.isEmpty()) {
            throw new InvalidJobException(
                    "Job '%s' defines no operators. Add a source and a sink in define()."
                            .formatted(jobName));
        }
        return new Chaining(operators).define(jobName);
    }

    Operator add(String name, List<Input> inputs, Function<Downstream, OperatorNode> node) {
        checkName("Operator", name);
        if (!names.add(name)) {
            throw new InvalidJobException(
                    "Operator name '%s' is used twice. Give every operator a name of its own."
                            .formatted(name));
        }
        if (operators.size() == MAX_OPERATORS) {
            throw new InvalidJobException(
                    "Job '%s' defines more than %d operators, the most a job may have."
                            .formatted(jobName, MAX_OPERATORS));
        }
        Operator operator = new Operator(operators.size(), name, defaultParallelism, inputs, node);
        operators.add(operator);
        return operator;
    }

    private static String checkName(String kind, String name) {
        if (name == null || name.isBlank()) {
            throw new InvalidJobException(kind + " without a name. Give it one.");
        }
        if (name.length() > MAX_NAME) {
            throw new InvalidJobException(
                    "%s name '%s...' has %d characters (expected: 1 to %d)."
                            .formatted(kind, name.substring(0, 32), name.length(), MAX_NAME));
        }
        if (name.chars().anyMatch(Character::isISOControl)) {
            throw new InvalidJobException(
                    "%s name '%s' contains a control character. Use printable characters."
                            .formatted(kind, name.replaceAll("\\p{Cntrl}", "?")));
        }
        return name;
    }
}
