package org.holdfast.client.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.holdfast.runtime.checkpoint.CheckpointKind;
import org.holdfast.runtime.checkpoint.CheckpointReport;
import org.holdfast.runtime.dispatcher.ClusterOverview;
import org.holdfast.runtime.dispatcher.JobDetails;
import org.holdfast.runtime.dispatcher.JobStatus;
import org.holdfast.runtime.dispatcher.JobSummary;
import org.holdfast.runtime.dispatcher.RecoveryTimeline;
import org.holdfast.runtime.jobgraph.JobId;
import org.holdfast.runtime.process.AttemptLimits;

/**
 * The REST interface of a cluster that runs one job, which restarted once, took one checkpoint and
 * failed to take another.
 */
final class FakeJobManager implements AutoCloseable {

    static final JobId JOB = new JobId("0123456789abcdef0123456789abcdef");

    private static final ObjectMapper JSON =
            JsonMapper.builder().addModule(new Jdk8Module()).build();

    /** The application it says to be of. */
    static final String APPLICATION = "application_1700000000000_0001";

    private final HttpServer server;
    private final String clusterId;
    private final List<String> changes = new CopyOnWriteArrayList<>();
    private final Map<String, String> configuration = new ConcurrentHashMap<>();
    private volatile Optional<AttemptLimits> limits = Optional.empty();
    private volatile RecoveryTimeline recovery =
            new RecoveryTimeline(1, 0, List.of(), 0, 0, Map.of(), List.of());
    private volatile JobStatus status = JobStatus.RUNNING;
    private volatile Object savepoint =
            Map.of("status", Map.of("id", "COMPLETED"), "operation", Map.of("location", "s/1"));

    FakeJobManager() throws IOException {
        this(APPLICATION);
    }

    FakeJobManager(String clusterId) throws IOException {
        this.clusterId = clusterId;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        server.createContext("/", this::answer);
        server.start();
    }

    /** As {@code -m} names it. */
    String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    URI url() {
        return URI.create("http://" + address());
    }

    /** What was asked to be changed: path and body. */
    List<String> changes() {
        return changes;
    }

    void end(JobStatus end) {
        status = end;
    }

    /** The job cannot be recovered. */
    void quarantine() {
        status = JobStatus.QUARANTINED;
    }

    /** A setting of its own. */
    void set(String key, String value) {
        configuration.put(key, value);
    }

    void limitAttempts(AttemptLimits to) {
        limits = Optional.of(to);
    }

    /** How it came up. */
    void recovered(RecoveryTimeline timeline) {
        recovery = timeline;
    }

    void failSavepoints(String reason) {
        savepoint =
                Map.of(
                        "status",
                        Map.of("id", "COMPLETED"),
                        "operation",
                        Map.of("failure-cause", Map.of("class", "C", "stack-trace", reason)));
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        Object answer = null;
        if (exchange.getRequestMethod().equals("POST")) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            changes.add(path + " " + new String(body, StandardCharsets.UTF_8));
            if (path.endsWith("/cancel")) {
                status = JobStatus.CANCELED;
            }
            if (path.startsWith("/jobs/" + JOB + "/")) {
                answer = Map.of("request-id", "1", "status", status);
            }
        } else if (path.equals("/overview")) {
            answer = new ClusterOverview(clusterId, "1", 1, 1, limits, 1, 1, 1, 1, 1, 0, 0, 0);
        } else if (path.equals("/config")) {
            answer = Map.of("configuration", configuration);
        } else if (path.equals("/cluster/recovery")) {
            answer = recovery;
        } else if (path.equals("/jobs/overview")) {
            answer = Map.of("jobs", List.of(summary()));
        } else if (path.equals("/jobs/" + JOB)) {
            answer = details();
        } else if (path.equals("/jobs/" + JOB + "/checkpoints")) {
            answer = checkpoints();
        } else if (path.startsWith("/jobs/" + JOB + "/savepoints/")) {
            answer = savepoint;
        }
        byte[] json = JSON.writeValueAsBytes(answer == null ? Map.of("error", "none") : answer);
        exchange.sendResponseHeaders(answer == null ? 404 : 200, json.length);
        exchange.getResponseBody().write(json);
        exchange.close();
    }

    private JobSummary summary() {
        return new JobSummary(JOB, "count", status, 1_000_000, 0, 4, 3);
    }

    private JobDetails details() {
        return new JobDetails(
                summary(),
                "org.example.Count",
                2,
                "",
                1,
                "fixed delay, 2 of 3 restarts left",
                List.of(new JobDetails.Failure(2_000_000, "count (1/2)", "it broke\n\tat Count")),
                List.of(),
                0,
                0,
                false);
    }

    private static CheckpointReport checkpoints() {
        CheckpointReport.Checkpoint completed =
                new CheckpointReport.Checkpoint(
                        1,
                        "1-1",
                        CheckpointKind.CHECKPOINT,
                        CheckpointReport.Status.COMPLETED,
                        3_000_000,
                        85,
                        1_258_291,
                        1_500,
                        300,
                        80_000,
                        4,
                        4,
                        "hdfs:///c/chk-1-1/_metadata",
                        "");
        CheckpointReport.Checkpoint failed =
                new CheckpointReport.Checkpoint(
                        2,
                        "1-2",
                        CheckpointKind.SAVEPOINT,
                        CheckpointReport.Status.FAILED,
                        4_000_000,
                        2_500,
                        0,
                        0,
                        0,
                        0,
                        3,
                        4,
                        "",
                        "the disk is full");
        return new CheckpointReport(
                1_000,
                1,
                1,
                Optional.of(new CheckpointReport.Restored(9, "hdfs:///s/1/_metadata", 900_000)),
                Optional.of(completed),
                List.of(failed, completed));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
