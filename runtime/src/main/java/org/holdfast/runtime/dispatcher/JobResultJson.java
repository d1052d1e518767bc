package org.holdfast.runtime.dispatcher;

import java.io.IOException;
import org.holdfast.runtime.jobgraph.JobGraphJson;
import org.holdfast.runtime.json.StrictJson;

/** Results of jobs as JSON, the payload of their files. */
public final class JobResultJson {

    /** The job's graph, and as much again for its subtasks and failures. */
    private static final int MAX_BYTES = 2 * JobGraphJson.MAX_BYTES;

    private static final StrictJson<JobResult> JSON =
            new StrictJson<>(JobResult.class, "a job's result", MAX_BYTES);

    private JobResultJson() {}

    /** Writes a result. */
    public static byte[] write(JobResult result) {
        return JSON.write(result);
    }

    /**
     * Reads a result.
     *
     * @throws IOException if the bytes are not a result; says what is wrong, and where
     */
    public static JobResult read(byte[] json) throws IOException {
        return JSON.read(json);
    }
}
