package org.holdfast.runtime.rest.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.holdfast.runtime.checkpoint.CheckpointReport;
import org.holdfast.runtime.checkpoint.SavepointRequest;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.config.RestOptions;
import org.holdfast.runtime.dispatcher.ClusterOverview;
import org.holdfast.runtime.dispatcher.JobDetails;
import org.holdfast.runtime.dispatcher.JobStatus;
import org.holdfast.runtime.dispatcher.JobSummary;
import org.holdfast.runtime.dispatcher.RecoveryTimeline;
import org.holdfast.runtime.dispatcher.TaskManagerDetails;
import org.holdfast.runtime.jobgraph.JobGraph;
import org.holdfast.runtime.jobgraph.JobGraphJson;
import org.holdfast.runtime.jobgraph.JobId;
import org.holdfast.runtime.taskmanager.TaskManagerId;

/**
 * A JobManager from far. Calls block, each for a bounded time, and throw {@link RestException} if
 * they have no success. Thread-safe.
 */
public final class RestClient {

    private static final int NOT_FOUND = 404;
    private static final int TOO_LARGE = 413;

    private final ObjectMapper json =
            JsonMapper.builder()
                    .addModule(new Jdk8Module())
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .build();
    private final RestTransport transport;

    private record Jobs(List<JobSummary> jobs) {}

    private record TaskManagers(List<TaskManagerDetails> taskmanagers) {}

    private record Submitted(@JsonProperty("jobid") JobId jobId) {}

    private record SavepointAnswer(SavepointOutcome operation) {}

    private record SavepointOutcome(
            String location, @JsonProperty("failure-cause") FailureCause failure) {}

    private record FailureCause(@JsonProperty("stack-trace") String text) {}

    private record Commanded(JobStatus status) {}

    private record Settings(Map<String, String> configuration) {}

    /** A client with default timeouts and retries. */
    public RestClient(URI root) {
        this(root, Configuration.empty());
    }

    /**
     * A client.
     *
     * @param root of the interface, as {@code http://host:8081}
     */
    public RestClient(URI root, Configuration configuration) {
        URI directory = root.getPath().endsWith("/") ? root : URI.create(root + "/");
        this.transport = new RestTransport(directory, configuration, json);
    }

    /** The cluster at a glance. */
    public ClusterOverview overview() {
        return get("overview", ClusterOverview.class);
    }

    /** All jobs, newest first. */
    public List<JobSummary> jobs() {
        return get("jobs/overview", Jobs.class).jobs();
    }

    /** One job in detail; empty if there is no such job. */
    public Optional<JobDetails> job(JobId id) {
        return found(RestRequest.of("GET", "jobs/" + id))
                .map(answer -> read(answer, JobDetails.class));
    }

    /**
     * Submits a job whose jar is there already, see {@link #putBlob}. Submitting the same job again
     * changes nothing.
     */
    public JobId submit(JobGraph graph) {
        byte[] body = JobGraphJson.write(graph);
        return read(transport.send(RestRequest.json("POST", "jobs", body)), Submitted.class)
                .jobId();
    }

    /**
     * Cancels a job.
     *
     * @return its status then; empty if there is no such job
     */
    public Optional<JobStatus> cancel(JobId id) {
        return command(RestRequest.of("POST", "jobs/" + id + "/cancel"));
    }

    /** A job's checkpoints; empty if there is no such job. */
    public Optional<CheckpointReport> checkpoints(JobId id) {
        return found(RestRequest.of("GET", "jobs/" + id + "/checkpoints"))
                .map(answer -> read(answer, CheckpointReport.class));
    }

    /**
     * Begins to take a savepoint. The same request with the same id again changes nothing.
     *
     * @return whether there is such a job
     */
    public boolean triggerSavepoint(JobId job, SavepointRequest request, RequestId id) {
        ObjectNode body = json.createObjectNode().put("triggerId", id.hex());
        boolean goesOn = request.mode() == SavepointRequest.Mode.GO_ON;
        if (!goesOn) {
            body.put("drain", request.mode() == SavepointRequest.Mode.DRAIN);
        }
        if (!request.directory().isEmpty()) {
            body.put(goesOn ? "target-directory" : "targetDirectory", request.directory());
        }
        String path = "jobs/" + job + (goesOn ? "/savepoints" : "/stop");
        return found(RestRequest.json("POST", path, body.toString().getBytes(UTF_8))).isPresent();
    }

    /**
     * What has become of a savepoint; empty if it was not asked for, or so long ago that the
     * JobManager has forgotten.
     */
    public Optional<SavepointProgress> savepoint(JobId job, RequestId id) {
        return found(RestRequest.of("GET", "jobs/" + job + "/savepoints/" + id))
                .map(answer -> progress(read(answer, SavepointAnswer.class)));
    }

    private static SavepointProgress progress(SavepointAnswer answer) {
        if (answer.operation() == null) {
            return new SavepointProgress.InProgress();
        }
        return answer.operation().failure() == null
                ? new SavepointProgress.Completed(answer.operation().location())
                : new SavepointProgress.Failed(answer.operation().failure().text());
    }

    /**
     * Has a quarantined job read once more, and started from its latest checkpoint.
     *
     * @return its status then; empty if there is no such job
     */
    public Optional<JobStatus> retry(JobId id) {
        return command(RestRequest.of("POST", "jobs/" + id + "/retry"));
    }

    /**
     * Ends a quarantined job; its checkpoints and its jar stay where they are.
     *
     * @return its status then; empty if there is no such job
     */
    public Optional<JobStatus> drop(JobId id) {
        return command(RestRequest.of("POST", "jobs/" + id + "/drop"));
    }

    /**
     * Starts a quarantined job from another checkpoint, or from a savepoint.
     *
     * @param path of its directory or of its metadata file
     * @return its status then; empty if there is no such job
     */
    public Optional<JobStatus> restore(JobId id, String path) {
        byte[] body = json.createObjectNode().put("path", path).toString().getBytes(UTF_8);
        return command(RestRequest.json("POST", "jobs/" + id + "/restore", body));
    }

    private Optional<JobStatus> command(RestRequest request) {
        return found(request).map(answer -> read(answer, Commanded.class).status());
    }

    /** How far the JobManager's start has come. */
    public RecoveryTimeline recovery() {
        return get("cluster/recovery", RecoveryTimeline.class);
    }

    /** Whether a jar is there. */
    public boolean hasBlob(String digest) {
        return found(RestRequest.of("HEAD", "blobs/" + digest)).isPresent();
    }

    /**
     * Uploads a jar; does nothing if it is there.
     *
     * @param digest SHA-256 of the file, 64 lower-case hexadecimal digits
     */
    public void putBlob(String digest, Path jar) {
        try {
            transport.send(RestRequest.file("PUT", "blobs/" + digest, jar));
        } catch (RestException e) {
            throw e.status() == TOO_LARGE ? tooLarge(jar, e) : e;
        } catch (IOException e) {
            throw new UncheckedIOException("Could not read " + jar + ": " + e.getMessage(), e);
        }
    }

    private static RestException tooLarge(Path jar, RestException refusal) {
        return new RestException(
                TOO_LARGE,
                jar
                        + " is larger than the JobManager takes. Raise its "
                        + RestOptions.MAX_CONTENT_LENGTH
                        + ".",
                refusal);
    }

    /** All registered TaskManagers. */
    public List<TaskManagerDetails> taskManagers() {
        return get("taskmanagers", TaskManagers.class).taskmanagers();
    }

    /** One TaskManager; empty if there is no such TaskManager. */
    public Optional<TaskManagerDetails> taskManager(TaskManagerId id) {
        return found(RestRequest.of("GET", "taskmanagers/" + id))
                .map(answer -> read(answer, TaskManagerDetails.class));
    }

    /** The end of a TaskManager's log; empty if there is no such TaskManager. */
    public Optional<String> taskManagerLog(TaskManagerId id) {
        return found(RestRequest.of("GET", "taskmanagers/" + id + "/log"))
                .map(answer -> new String(answer, UTF_8));
    }

    /** The end of the JobManager's log. */
    public String jobManagerLog() {
        return new String(transport.send(RestRequest.of("GET", "jobmanager/log")), UTF_8);
    }

    /** The JobManager's configuration, without secrets. */
    public SortedMap<String, String> configuration() {
        return new TreeMap<>(get("config", Settings.class).configuration());
    }

    /** Ends the cluster: its jobs are cancelled, its TaskManagers released. */
    public void shutDownCluster() {
        transport.send(RestRequest.of("DELETE", "cluster"));
    }

    private <T> T get(String path, Class<T> type) {
        return read(transport.send(RestRequest.of("GET", path)), type);
    }

    private Optional<byte[]> found(RestRequest request) {
        try {
            return Optional.of(transport.send(request));
        } catch (RestException e) {
            if (e.status() == NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private <T> T read(byte[] answer, Class<T> type) {
        try {
            return json.readValue(answer, type);
        } catch (IOException e) {
            throw new RestException(
                    RestException.NO_ANSWER,
                    "The answer is not a JobManager's: " + e.getMessage() + ". Check the address.",
                    e);
        }
    }
}
