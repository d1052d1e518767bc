package org.holdfast.adoption;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/** A Flink application on YARN, asked through YARN's proxy, which follows its JobManagers. */
final class FlinkRest {

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int OK = 200;

    private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final ObjectMapper json = new ObjectMapper();
    private final String proxy;
    private final String job;

    /**
     * @param proxy of the application
     */
    FlinkRest(String proxy, String job) {
        this.proxy = proxy;
        this.job = job;
    }

    /** Whether the job and all its tasks are RUNNING, as a JobManager that answers says. */
    boolean isRunning() throws InterruptedException {
        return ask("/jobs/" + job).filter(FlinkRest::isRunning).isPresent();
    }

    private static boolean isRunning(JsonNode details) {
        boolean all = details.path("state").asText().equals("RUNNING");
        for (JsonNode vertex : details.path("vertices")) {
            all &=
                    vertex.path("tasks").path("RUNNING").asInt()
                            == vertex.path("parallelism").asInt();
        }
        return all;
    }

    /** The latest completed checkpoint's number; 0 if there is none, or nobody answers. */
    long latestCheckpoint() throws InterruptedException {
        return ask("/jobs/" + job + "/checkpoints")
                .map(all -> all.path("latest").path("completed").path("id").asLong())
                .orElse(0L);
    }

    /** Empty if there is no such answer. */
    private Optional<JsonNode> ask(String path) throws InterruptedException {
        try {
            HttpResponse<String> answer =
                    http.send(
                            HttpRequest.newBuilder(URI.create(proxy + path))
                                    .timeout(PATIENCE)
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == OK && answer.body().startsWith("{")
                    ? Optional.of(json.readTree(answer.body()))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
