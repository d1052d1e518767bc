package org.holdfast.runtime.rest;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.holdfast.api.connector.GeneratorSource;
import org.holdfast.api.connector.StdoutSink;
import org.holdfast.runtime.file.HadoopFileAccess;
import org.holdfast.runtime.jobgraph.DataflowBuilder;
import org.holdfast.runtime.jobgraph.JobCode;
import org.holdfast.runtime.jobgraph.JobGraph;
import org.holdfast.runtime.jobgraph.JobGraphBuilder;
import org.holdfast.runtime.jobgraph.JobId;

/** Job graphs as a client makes them. */
final class TestJobs {

    private TestJobs() {}

    static JobGraph printNumbers(JobId id, String jarDigest) throws IOException {
        DataflowBuilder flow = new DataflowBuilder("print numbers", 1);
        flow.source("numbers", GeneratorSource.numbered(Long::toString).count(60))
                .sink("lines", StdoutSink.lines());
        return new JobGraphBuilder(new HadoopFileAccess(new Configuration(false)))
                .build(
                        id,
                        flow.build(),
                        new JobCode(jarDigest, "org.example.PrintNumbers", List.of(), 1),
                        Map.of());
    }
}
