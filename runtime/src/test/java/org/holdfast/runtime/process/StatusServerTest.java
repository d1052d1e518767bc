package org.holdfast.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.holdfast.runtime.config.ClusterOptions;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.jobgraph.JobId;
import org.holdfast.runtime.task.ExecutionAttemptId;
import org.holdfast.runtime.task.ExecutionState;
import org.holdfast.runtime.task.TaskCounters;
import org.holdfast.runtime.taskmanager.JobManagerIdentity;
import org.holdfast.runtime.taskmanager.TaskManagerId;
import org.holdfast.runtime.taskmanager.TaskManagerOverview;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The status page over real connections. */
@Timeout(60)
class StatusServerTest {

    private static final Instant NOW = Instant.parse("2026-05-04T12:00:00Z");
    private static final JobId JOB = new JobId("a".repeat(32));
    private static final TaskManagerOverview.Link CONNECTED =
            new TaskManagerOverview.Connected(
                    new JobManagerIdentity(new JobManagerAddress("jm.example", 6123), 5), 90_000);
    private static final TaskManagerOverview.Link ALONE =
            new TaskManagerOverview.Alone(30_000, 870_000, "taskmanager.orphan-lease");

    private final HttpClient client = HttpClient.newHttpClient();
    private final List<StatusServer> open = new ArrayList<>();
    private volatile CompletableFuture<TaskManagerOverview> answer = new CompletableFuture<>();

    @AfterEach
    void close() {
        open.forEach(StatusServer::close);
    }

    private Optional<StatusServer> open(Map<String, String> settings) {
        StatusPage page =
                new StatusPage(() -> answer, 4711, () -> 61_000, Clock.fixed(NOW, ZoneOffset.UTC));
        Optional<StatusServer> server =
                StatusServer.open(
                        Configuration.of(settings)
                                .with(ClusterOptions.TASKMANAGER_BIND_HOST, "127.0.0.1"),
                        "127.0.0.1",
                        page);
        server.ifPresent(open::add);
        return server;
    }

    private URI serve(TaskManagerOverview.Link link, TaskManagerOverview.TaskRow... tasks) {
        answer =
                CompletableFuture.completedFuture(
                        new TaskManagerOverview(
                                new TaskManagerId("tm-1"), 4, 1, link, List.of(tasks)));
        return open(Map.of()).orElseThrow().uri();
    }

    private static TaskManagerOverview.TaskRow task(String jobName, boolean held) {
        return new TaskManagerOverview.TaskRow(
                new ExecutionAttemptId(JOB, 2, 0, 1),
                jobName,
                3,
                ExecutionState.RUNNING,
                held,
                new TaskCounters(10, 20, 30, 40, 50, 60));
    }

    private HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(20)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private JsonNode json(URI uri) throws IOException, InterruptedException {
        HttpResponse<String> response = get(uri.resolve("status"));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type"))
                .contains("application/json; charset=utf-8");
        return new ObjectMapper().readTree(response.body());
    }

    @Test
    void saysWhichJobManagerThereIs() throws Exception {
        URI uri = serve(CONNECTED, task("numbers", false));
        HttpResponse<String> page = get(uri);
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body())
                .contains("<h1>TaskManager tm-1</h1>")
                .contains("Process 4711, up for 61 s, 1 of 4 slots in use.")
                .contains("connected to jm.example:6123, epoch 5, since 2026-05-04T11:58:30Z.")
                .contains("<td>numbers</td><td>2</td><td>1 of 3</td><td>1</td><td>RUNNING</td>")
                .contains("<td>10</td><td>20</td><td>60 ms</td><td></td>");

        JsonNode json = json(uri);
        assertThat(json.get("taskManager").asText()).isEqualTo("tm-1");
        assertThat(json.get("pid").asLong()).isEqualTo(4711);
        assertThat(json.at("/jobManager/connected").asBoolean()).isTrue();
        assertThat(json.at("/jobManager/address").asText()).isEqualTo("jm.example:6123");
        assertThat(json.at("/jobManager/epoch").asLong()).isEqualTo(5);
        assertThat(json.at("/jobManager/since").asLong()).isEqualTo(NOW.toEpochMilli() - 90_000);
        assertThat(json.at("/tasks/0/counters/longestGapMillis").asLong()).isEqualTo(60);
        assertThat(json.at("/tasks/0/holds").asText()).isEmpty();
    }

    @Test
    void saysHowLongThereHasBeenNoneAndUntilWhenItWaits() throws Exception {
        URI uri = serve(ALONE, task("numbers", true));
        assertThat(get(uri).body())
                .contains(
                        "none since 2026-05-04T11:59:30Z (for 30 s); the tasks run on until the"
                                + " time allowed by taskmanager.orphan-lease ends at"
                                + " 2026-05-04T12:14:30Z (in 870 s).")
                .contains("<td>outage-staging-limit</td>");

        JsonNode json = json(uri);
        assertThat(json.at("/jobManager/connected").asBoolean(true)).isFalse();
        assertThat(json.at("/jobManager/forMillis").asLong()).isEqualTo(30_000);
        assertThat(json.at("/jobManager/leaseLeftMillis").asLong()).isEqualTo(870_000);
        assertThat(json.at("/tasks/0/holds").asText()).isEqualTo("outage-staging-limit");
    }

    @Test
    void whatOthersWroteIsTextAndNothingElse() throws Exception {
        String hostile = "<script>alert('\"&')</script>";
        URI uri = serve(ALONE, task(hostile, false));
        HttpResponse<String> page = get(uri);
        assertThat(page.body())
                .doesNotContain("<script")
                .contains("&lt;script&gt;alert(&#39;&quot;&amp;&#39;)&lt;/script&gt;");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .startsWith("default-src 'none'");
        assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(json(uri).at("/tasks/0/jobName").asText()).isEqualTo(hostile);
    }

    @Test
    void canOnlyBeRead() throws Exception {
        URI uri = serve(CONNECTED);
        for (String method : List.of("POST", "DELETE", "HEAD", "TRACE")) {
            HttpResponse<String> response =
                    client.send(
                            HttpRequest.newBuilder(uri)
                                    .method(method, HttpRequest.BodyPublishers.noBody())
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).as(method).isEqualTo(405);
        }
        assertThat(get(uri.resolve("/status/../conf")).statusCode()).isEqualTo(404);
        assertThat(get(uri.resolve("/other")).statusCode()).isEqualTo(404);
        assertThat(get(uri).statusCode()).isEqualTo(200);
    }

    @Test
    void saysSoIfTheTaskManagerDoesNotAnswer() throws Exception {
        URI uri = open(Map.of()).orElseThrow().uri();
        assertThat(get(uri).statusCode()).isEqualTo(503);
        answer.completeExceptionally(new IllegalStateException("broken by the test"));
        HttpResponse<String> broken = get(uri);
        assertThat(broken.statusCode()).isEqualTo(500);
        assertThat(broken.body()).doesNotContain("broken by the test");
    }

    @Test
    void isNotThereIfItIsNotWanted() {
        assertThat(open(Map.of("taskmanager.status.enabled", "false"))).isEmpty();
    }

    @Test
    void isNotThereIfItHasNoPort() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            String port = String.valueOf(taken.getLocalPort());
            assertThat(open(Map.of("taskmanager.status.bind-port", port))).isEmpty();
            assertThat(open(Map.of("taskmanager.status.bind-port", port + ",0"))).isPresent();
        }
    }
}
