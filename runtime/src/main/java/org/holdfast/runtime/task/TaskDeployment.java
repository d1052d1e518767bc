package org.holdfast.runtime.task;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import org.holdfast.api.SplitPosition;
import org.holdfast.runtime.checkpoint.TaskRestore;
import org.holdfast.runtime.jobgraph.JobCode;
import org.holdfast.runtime.network.ChannelSource;
import org.holdfast.runtime.network.PartitionSpec;

/**
 * Everything a TaskManager needs to run one attempt. It runs {@code Job.define} with {@link #code},
 * checks that the graph it gets has {@link #graphHash}, and runs the chain of the attempt's vertex.
 *
 * @param jobName shown in thread names and logs
 * @param jarUri where the job's jar is, on a file system Hadoop knows
 * @param parallelism of the vertex
 * @param splits where the source at the chain's head reads on; empty for other vertices
 * @param restore what it starts from
 * @param inputs the channels of the vertex's one input, from all edges into it; empty for a source
 * @param outputs one per edge out of the vertex
 * @param settings the job's configuration by key, with the cluster's defaults filled in
 */
public record TaskDeployment(
        ExecutionAttemptId attempt,
        String jobName,
        JobCode code,
        String jarUri,
        String graphHash,
        int parallelism,
        List<SplitPosition> splits,
        TaskRestore restore,
        List<ChannelSource> inputs,
        List<PartitionSpec> outputs,
        Map<String, String> settings) {

    public TaskDeployment {
        requireNonNull(attempt, "attempt");
        requireNonNull(jobName, "jobName");
        requireNonNull(code, "code");
        requireNonNull(jarUri, "jarUri");
        requireNonNull(graphHash, "graphHash");
        splits = List.copyOf(splits);
        requireNonNull(restore, "restore");
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        settings = Map.copyOf(settings);
    }
}
