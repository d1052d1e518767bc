package org.holdfast.runtime.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.holdfast.ha.storage.StorageDirectory;
import org.holdfast.ha.store.BlobStore;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.dispatcher.JobDetails;
import org.holdfast.runtime.dispatcher.JobStatus;
import org.holdfast.runtime.jobgraph.JobGraph;
import org.holdfast.runtime.jobgraph.JobId;
import org.holdfast.runtime.log.LogTail;
import org.holdfast.runtime.rest.client.RestClient;
import org.holdfast.runtime.rest.client.RestException;
import org.holdfast.runtime.taskmanager.TaskManagerId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestServerTest {

    private static final Map<String, String> SETTINGS =
            Map.of(
                    "rest.bind-port", "0",
                    "rest.bind-address", "127.0.0.1",
                    "rest.server.max-content-length", "64kb",
                    "security.ssl.key-password", "hunter2");

    @TempDir Path folder;
    private final InMemoryDispatcher dispatcher = new InMemoryDispatcher();
    private RestServer server;
    private RestClient client;
    private Path jar;
    private String digest;

    @BeforeEach
    void start() throws Exception {
        Files.writeString(folder.resolve("jobmanager.log"), "first line\nlast line\n");
        server = serve(SETTINGS);
        client = new RestClient(URI.create("http://127.0.0.1:" + server.port()));
        jar = Files.write(folder.resolve("job.jar"), new byte[40_000]);
        digest = sha256(jar);
    }

    private RestServer serve(Map<String, String> settings) throws IOException {
        return serve(settings, Standby.none());
    }

    private RestServer serve(Map<String, String> settings, Standby standby) throws IOException {
        return new RestServer(
                dispatcher,
                standby,
                new BlobStore(
                        StorageDirectory.open(
                                folder.resolve("storage").toUri(),
                                new org.apache.hadoop.conf.Configuration(false))),
                new LogTail(folder.resolve("jobmanager.log")),
                Configuration.of(settings));
    }

    @AfterEach
    void stop() {
        server.close();
        server.close();
    }

    @Test
    void runsAJobWhoseJarWasUploaded() throws IOException {
        JobGraph graph = TestJobs.printNumbers(JobId.random(), digest);

        assertThat(client.hasBlob(digest)).isFalse();
        client.putBlob(digest, jar);
        client.putBlob(digest, jar);
        assertThat(client.hasBlob(digest)).isTrue();
        assertThat(client.submit(graph)).isEqualTo(graph.id());
        assertThat(client.submit(graph)).isEqualTo(graph.id());

        assertThat(client.jobs()).singleElement().isEqualTo(dispatcher.jobs().join().get(0));
        assertThat(client.job(graph.id())).isEqualTo(dispatcher.job(graph.id()).join());
        assertThat(client.job(graph.id()))
                .map(JobDetails::jobClass)
                .hasValue("org.example.PrintNumbers");
        assertThat(client.cancel(graph.id())).hasValue(JobStatus.CANCELLING);
    }

    @Test
    void sendsRequestsToTheLeaderWhileItStandsBy() throws Exception {
        URI root = URI.create("http://127.0.0.1:" + server.port());
        try (RestServer standby =
                serve(SETTINGS, Standby.of(Optional.of(root), Optional.empty()))) {
            URI there = URI.create("http://127.0.0.1:" + standby.port());
            HttpResponse<String> answer =
                    HttpClient.newHttpClient()
                            .send(
                                    HttpRequest.newBuilder(there.resolve("/jobs?a=b")).build(),
                                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(307);
            assertThat(answer.headers().firstValue("Location")).hasValue(root + "/jobs?a=b");
            assertThat(answer.body()).contains("\"standby\"", "stands by", root.toString());
        }
    }

    @Test
    void saysWhatItWaitsForAndShowsItsOwnLogAndConfigurationMeanwhile() throws IOException {
        Standby waiting = Standby.of(Optional.empty(), Optional.of("a store: no answer"));
        try (RestServer standby = serve(SETTINGS, waiting)) {
            RestClient there = new RestClient(URI.create("http://127.0.0.1:" + standby.port()));
            assertThat(there.jobManagerLog()).contains("last line");
            assertThat(there.configuration()).containsKey("rest.bind-port");
            assertRefused(503, "waits for a store: no answer", there::overview);
        }
    }

    @Test
    void clientsFollowAStandbyToTheLeaderWithWhatTheySend() throws IOException {
        URI root = URI.create("http://127.0.0.1:" + server.port());
        try (RestServer standby =
                serve(SETTINGS, Standby.of(Optional.of(root), Optional.empty()))) {
            RestClient there = new RestClient(URI.create("http://127.0.0.1:" + standby.port()));
            JobGraph graph = TestJobs.printNumbers(JobId.random(), digest);
            there.putBlob(digest, jar);
            there.submit(graph);
        }
        assertThat(client.hasBlob(digest)).isTrue();
        assertThat(client.jobs()).hasSize(1);
    }

    @Test
    void handsJarsOut() throws Exception {
        client.putBlob(digest, jar);
        URI blobs = URI.create("http://127.0.0.1:" + server.port() + "/blobs/");
        HttpClient http = HttpClient.newHttpClient();
        HttpResponse<byte[]> answer =
                http.send(
                        HttpRequest.newBuilder(blobs.resolve(digest)).build(),
                        HttpResponse.BodyHandlers.ofByteArray());
        assertThat(answer.body()).isEqualTo(Files.readAllBytes(jar));
        int none =
                http.send(
                                HttpRequest.newBuilder(blobs.resolve("0".repeat(64))).build(),
                                HttpResponse.BodyHandlers.discarding())
                        .statusCode();
        assertThat(none).isEqualTo(404);
    }

    @Test
    void refusesAJobWithoutItsJar() {
        assertRefused(
                409,
                "PUT it to /blobs/" + digest,
                () -> client.submit(TestJobs.printNumbers(JobId.random(), digest)));
        assertThat(client.jobs()).isEmpty();
    }

    @Test
    void passesTheDispatchersRefusalOn() throws IOException {
        client.putBlob(digest, jar);
        JobGraph graph = TestJobs.printNumbers(JobId.random(), digest);
        client.submit(graph);
        JobGraph other =
                new JobGraph(
                        graph.id(),
                        "another name",
                        graph.code(),
                        graph.vertices(),
                        graph.edges(),
                        graph.settings(),
                        graph.hash());

        assertRefused(409, "is used by another job", () -> client.submit(other));
    }

    @Test
    void keepsNothingOfAJarThatIsNotWhatWasAnnounced() {
        String another = "0".repeat(64);

        assertRefused(400, "announced was " + another, () -> client.putBlob(another, jar));

        assertThat(client.hasBlob(another)).isFalse();
    }

    @Test
    void refusesAJarThatIsTooLarge() throws Exception {
        Path large = Files.write(folder.resolve("large.jar"), new byte[3_000_000]);

        assertRefused(
                413,
                large
                        + " is larger than the JobManager takes. Raise its"
                        + " rest.server.max-content-length.",
                () -> client.putBlob(sha256(large), large));

        assertThat(client.hasBlob(sha256(large))).isFalse();
    }

    @Test
    void showsTheClusterAndItsTaskManagers() {
        assertThat(client.overview()).isEqualTo(dispatcher.overview().join());
        assertThat(client.taskManagers()).isEqualTo(dispatcher.taskManagers().join());
        assertThat(client.taskManager(InMemoryDispatcher.TASK_MANAGER))
                .hasValue(dispatcher.taskManagers().join().get(0));
        assertThat(client.taskManagerLog(InMemoryDispatcher.TASK_MANAGER))
                .hasValue("TaskManager ready\n");
        assertThat(client.jobManagerLog()).isEqualTo("first line\nlast line\n");
    }

    @Test
    void showsTheConfigurationWithoutSecrets() {
        assertThat(client.configuration())
                .containsEntry("rest.bind-address", "127.0.0.1")
                .containsEntry("security.ssl.key-password", "******");
    }

    @Test
    void saysWhatThereIsNot() {
        assertThat(client.job(JobId.random())).isEmpty();
        assertThat(client.cancel(JobId.random())).isEmpty();
        assertThat(client.taskManager(new TaskManagerId("nobody"))).isEmpty();
        assertThat(client.taskManagerLog(new TaskManagerId("nobody"))).isEmpty();
    }

    @Test
    void endsTheClusterWhenItIsTold() {
        client.shutDownCluster();

        assertThat(dispatcher.shutDowns()).containsExactly("stopped by a client at 127.0.0.1");
    }

    @Test
    void takesTheFirstFreePortOfARange() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String ports = server.port() + "," + taken.getLocalPort() + ",0";
            try (RestServer second =
                    serve(Map.of("rest.bind-port", ports, "rest.bind-address", "127.0.0.1"))) {
                assertThat(second.port()).isNotIn(0, server.port(), taken.getLocalPort());
            }
        }
    }

    @Test
    void saysWhichPortsAreTaken() {
        String port = String.valueOf(server.port());

        assertThatThrownBy(() -> serve(Map.of("rest.port", port, "rest.bind-address", "127.0.0.1")))
                .isInstanceOf(BindException.class)
                .hasMessageContaining("None of the ports " + port + " is free on 127.0.0.1")
                .hasMessageContaining("rest.bind-port");
    }

    private static void assertRefused(int status, String message, ThrowingAction action) {
        assertThatThrownBy(action::run)
                .asInstanceOf(InstanceOfAssertFactories.type(RestException.class))
                .satisfies(
                        refused -> {
                            assertThat(refused.status()).isEqualTo(status);
                            assertThat(refused).hasMessageContaining(message);
                        });
    }

    /** A request. */
    @FunctionalInterface
    private interface ThrowingAction {
        void run() throws Exception;
    }

    private static String sha256(Path file) throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
        return HexFormat.of().formatHex(digest);
    }
}
