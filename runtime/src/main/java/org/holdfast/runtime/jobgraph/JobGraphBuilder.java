package org.holdfast.runtime.jobgraph;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.holdfast.api.InvalidJobException;
import org.holdfast.api.Source;
import org.holdfast.api.SourceSplit;
import org.holdfast.api.file.FileAccess;
import org.holdfast.runtime.config.CheckpointOptions;
import org.holdfast.runtime.jobgraph.OperatorNode.SinkOperator;
import org.holdfast.runtime.jobgraph.OperatorNode.SourceOperator;

/**
 * Turns a defined job into one to submit: divides the sources' inputs and checks the sinks. Only
 * clients do this.
 */
public final class JobGraphBuilder {

    private final FileAccess files;

    public JobGraphBuilder(FileAccess files) {
        this.files = requireNonNull(files, "files");
    }

    /**
     * Builds the job graph. Sinks of a job that starts from a savepoint are not checked.
     *
     * @param code the job was defined with
     * @param settings the job's own configuration, by key
     * @throws InvalidJobException if a source has no input, or a sink cannot be written to
     * @throws IOException if a file system failed; names the operator
     */
    public JobGraph build(JobId id, DefinedJob job, JobCode code, Map<String, String> settings)
            throws IOException {
        // the output of a job that goes on from a savepoint may be there already
        if (!settings.containsKey(CheckpointOptions.RESTORE_PATH.key())) {
            for (OperatorNode chain : job.chains()) {
                validateSinks(chain);
            }
        }
        List<JobVertex> vertices = new ArrayList<>();
        for (JobVertex vertex : job.vertices()) {
            vertices.add(withSplits(vertex, job.chains().get(vertex.index())));
        }
        JobGraph graph =
                new JobGraph(
                        id, job.name(), code, vertices, job.edges(), settings, job.graphHash());
        refuseTooLarge(graph);
        return graph;
    }

    private static void refuseTooLarge(JobGraph graph) {
        int bytes = JobGraphJson.write(graph).length;
        if (bytes > JobGraphJson.MAX_BYTES) {
            int splits = graph.vertices().stream().mapToInt(v -> v.splits().size()).sum();
            throw new InvalidJobException(
                    "Job '%s' has %d splits of input; its graph would have %d bytes (expected: at most %d). Give it fewer input files."
                            .formatted(graph.name(), splits, bytes, JobGraphJson.MAX_BYTES));
        }
    }

    private void validateSinks(OperatorNode node) throws IOException {
        if (node instanceof SinkOperator operator) {
            try {
                operator.sink().validate(files);
            } catch (IOException e) {
                throw failed("check sink '%s'".formatted(operator.name()), e);
            }
        }
        for (OperatorNode next : node.downstream().chained()) {
            validateSinks(next);
        }
    }

    private JobVertex withSplits(JobVertex vertex, OperatorNode head) throws IOException {
        if (!(head instanceof SourceOperator operator)) {
            return vertex;
        }
        List<SourceSplit> splits;
        try {
            splits = splits(operator.name(), operator.source(), vertex.parallelism());
        } catch (IOException e) {
            throw failed("divide the input of source '%s'".formatted(operator.name()), e);
        }
        return new JobVertex(
                vertex.index(),
                vertex.name(),
                vertex.operators(),
                vertex.parallelism(),
                vertex.bounded(),
                splits);
    }

    private List<SourceSplit> splits(String name, Source<?> source, int parallelism)
            throws IOException {
        List<SourceSplit> splits = source.splits(parallelism, files);
        Set<String> ids = new HashSet<>();
        for (SourceSplit split : splits) {
            if (!ids.add(split.id())) {
                throw new InvalidJobException(
                        "Source '%s' has two splits with the id '%s'. Its splits() must give every split an id of its own."
                                .formatted(name, split.id()));
            }
        }
        return splits;
    }

    private static IOException failed(String what, IOException cause) {
        return new IOException("Could not " + what + ": " + cause.getMessage(), cause);
    }
}
