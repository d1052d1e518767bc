package org.holdfast.runtime.rest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.holdfast.ha.storage.StorageDirectory;
import org.holdfast.ha.store.BlobStore;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.jobgraph.JobGraphJson;
import org.holdfast.runtime.jobgraph.JobId;
import org.holdfast.runtime.log.LogTail;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests no client of ours sends, byte by byte. Each is refused and changes nothing. */
class HostileRequestsTest {

    private static final JobId JOB = new JobId("0123456789abcdef0123456789abcdef");
    private static final String DIGEST = "a".repeat(64);

    @TempDir static Path folder;
    private static final InMemoryDispatcher dispatcher = new InMemoryDispatcher();
    private static RestServer server;
    private static String untouched;

    @BeforeAll
    static void start() throws IOException {
        BlobStore blobs =
                new BlobStore(
                        StorageDirectory.open(
                                folder.resolve("storage").toUri(),
                                new org.apache.hadoop.conf.Configuration(false)));
        server =
                new RestServer(
                        dispatcher,
                        Standby.none(),
                        blobs,
                        new LogTail(folder.resolve("none")),
                        Configuration.of(
                                Map.of(
                                        "rest.bind-port", "0",
                                        "rest.bind-address", "127.0.0.1",
                                        "rest.server.max-content-length", "1kb")));
        dispatcher.submit(TestJobs.printNumbers(JOB, DIGEST)).join();
        untouched = state();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    GET    /nothing                                   | 404 | GET /nothing
                    GET    /jobs/../cluster                           | 4.. |
                    GET    /jobs/%2e%2e/%2e%2e/etc/passwd             | 4.. |
                    GET    /jobs/..%2fcluster                         | 400 |
                    GET    /taskmanagers/..%2F..%2Fetc%2Fpasswd       | 400 |
                    GET    /taskmanagers/%2e%2e%5c/log                | 400 |
                    GET    /taskmanagers/a%00b                        | 400 |
                    GET    /taskmanagers/%ff%fe                       | 400 |
                    GET    /taskmanagers/%zz                          | 400 |
                    GET    /taskmanagers/unknown/log?bytes=-1         | 400 | expected: 1 to 1048576
                    GET    /jobmanager/log?bytes=999999999999         | 400 | expected: 1 to 1048576
                    GET    /jobmanager/log                            | 404 | writes no log file
                    GET    /web/index.html                            | 404 |
                    GET    /app.js/../../RestServer.class             | 4.. |
                    GET    /jobs/0123456789ABCDEF0123456789ABCDEF     | 400 | 32 hexadecimal digits
                    GET    /jobs/1                                    | 400 | 32 hexadecimal digits
                    GET    /jobs/ffffffffffffffffffffffffffffffff     | 404 | There is no job ffff
                    PATCH  /jobs/0123456789abcdef0123456789abcdef     | 400 | expected: cancel
                    PATCH  /jobs/0123456789abcdef0123456789abcdef?mode=kill | 400 | expected: cancel
                    DELETE /jobs/0123456789abcdef0123456789abcdef     | 405 | not possible
                    GET    /jobs/ffffffffffffffffffffffffffffffff/checkpoints | 404 | There is no job ffff
                    GET    /jobs/0123456789abcdef0123456789abcdef/savepoints | 405 | not possible
                    GET    /jobs/0123456789abcdef0123456789abcdef/savepoints/1 | 400 | request id: '1'
                    GET    /jobs/0123456789abcdef0123456789abcdef/savepoints/ffffffffffffffffffffffffffffffff | 404 | There is no savepoint request
                    POST   /jobs/1/stop                               | 400 | 32 hexadecimal digits
                    POST   /jobs/0123456789abcdef0123456789abcdef/stop | 415 | expected: application/json
                    DELETE /                                          | 405 |
                    POST   /cluster                                   | 405 |
                    TRACE  /overview                                  | 4.. |
                    OPTIONS /cluster                                  | 4.. |
                    PROPFIND /jobs                                    | 4.. |
                    HEAD   /blobs/..                                  | 4.. |
                    PUT    /blobs/%2e%2e%2fjobs                       | 400 |
                    PUT    /blobs/zz                                  | 400 | 64 lower-case hexadecimal digits
                    """)
    void refusesAddresses(String request, String status, String message) throws IOException {
        String line = request.replaceAll(" +", " ") + " HTTP/1.1\r\nHost: x\r\n\r\n";
        assertRefused(send(line), status, message);
    }

    static Stream<List<String>> bodies() throws IOException {
        String submit = "POST /jobs HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";
        String upload =
                "PUT /blobs/"
                        + DIGEST
                        + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/java-archive\r\n";
        String graph =
                new String(
                        JobGraphJson.write(TestJobs.printNumbers(JobId.random(), DIGEST)),
                        ISO_8859_1);
        String job = "POST /jobs/" + JOB;
        String json = " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";
        String savepoint = job + "/savepoints" + json;
        String stop = job + "/stop" + json;
        return Stream.of(
                List.of(savepoint + length(""), "400", "The body: No content"),
                List.of(savepoint + length("{"), "400", "cannot be read"),
                List.of(savepoint + length("null"), "400", "null"),
                List.of(savepoint + length("[]"), "400", "The body: Cannot"),
                List.of(savepoint + length("{}{}"), "400", "railing"),
                List.of(
                        savepoint + length("{\"targetDirectory\":\"hdfs:///s\"}"),
                        "400",
                        "Unknown field 'targetDirectory' (expected: [cancel-job,"
                                + " target-directory,"),
                List.of(savepoint + length("{\"cancel-job\":\"yes\"}"), "400", "cancel-job:"),
                List.of(
                        savepoint + length("{\"target-directory\":\" \"}"),
                        "400",
                        "target-directory: it has 1 characters"),
                List.of(
                        savepoint + length("{\"target-directory\":\"a\\u0000b\"}"),
                        "400",
                        "none of them a control character"),
                List.of(savepoint + length("{\"triggerId\":\"../1\"}"), "400", "triggerId"),
                List.of(
                        savepoint + length("{\"cancel-job\":true,\"cancel-job\":false}"),
                        "400",
                        "cancel-job"),
                List.of(savepoint + "Content-Length: 999999\r\n\r\n{", "413", "longer than"),
                List.of(stop + length("{\"cancel-job\":true}"), "400", "drain"),
                List.of(submit + length(""), "400", "Not a job graph"),
                List.of(submit + length("{"), "400", "Not a job graph"),
                List.of(submit + length("null"), "400", "Not a job graph"),
                List.of(submit + length("[]"), "400", "Not a job graph"),
                List.of(submit + length("{\"name\":\"\u00ff\u00fe\"}"), "400", "Not a job graph"),
                List.of(
                        submit + length("{\"vertices\":" + "[".repeat(100_000)),
                        "400",
                        "Not a job graph"),
                List.of(
                        submit + length("{\"id\":\"" + "x".repeat(2_000_000) + "\"}"),
                        "400",
                        "length"),
                List.of(submit + length("{\"hash\":" + "9".repeat(1000) + "}"), "400", "length"),
                List.of(submit + length(graph.replace("\"hash\"", "\"hush\"")), "400", "hash"),
                List.of(submit + length(graph + graph), "400", "Trailing"),
                List.of(submit + length(graph), "409", "PUT it to /blobs/"),
                List.of(submit + "Content-Length: 99999999999\r\n\r\n{", "413", "longer than"),
                List.of(submit + "Content-Length: -1\r\n\r\n", "400", ""),
                List.of(submit + "Content-Length: 1\r\nContent-Length: 2\r\n\r\n{}", "400", ""),
                List.of(
                        submit + "Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n{}",
                        "400",
                        ""),
                List.of(submit + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n", "400", ""),
                List.of(
                        "POST /jobs HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\n"
                                + length(graph),
                        "415",
                        "expected: application/json"),
                List.of(
                        "POST /jobs HTTP/1.1\r\nHost: x\r\n" + length(graph),
                        "415",
                        "expected: application/json"),
                List.of(
                        upload.replace("java-archive", "x-www-form-urlencoded") + length("a"),
                        "415",
                        "expected: application/java-archive"),
                List.of(upload + length("not what was announced"), "400", "announced was"),
                List.of(upload + length("x".repeat(1025)), "413", "longer than 1024 bytes"),
                List.of(
                        upload
                                + "Transfer-Encoding: chunked\r\n\r\n401\r\n"
                                + "x".repeat(1025)
                                + "\r\n0\r\n\r\n",
                        "413",
                        "longer than 1024 bytes"));
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void refusesBodies(List<String> row) throws IOException {
        assertRefused(send(row.get(0)), row.get(1), row.get(2));
    }

    @ParameterizedTest
    @CsvSource({
        "POST,  /jobs/0123456789abcdef0123456789abcdef/cancel,      http://evil.example",
        "POST,  /jobs/0123456789abcdef0123456789abcdef/cancel,      null",
        "PATCH, /jobs/0123456789abcdef0123456789abcdef?mode=cancel, https://x.evil.example",
        "DELETE, /cluster,                                          http://[",
    })
    void refusesToActForPagesOfOtherSites(String method, String path, String origin)
            throws IOException {
        String request = method + " " + path + " HTTP/1.1\r\nHost: x\r\nOrigin: " + origin;

        assertRefused(send(request + "\r\n\r\n"), "403", "pages of another site");
    }

    @ParameterizedTest
    @CsvSource({
        "GARBAGE\\r\\n\\r\\n,                                     400",
        "GET /overview HTTP/9.9\\r\\nHost: x\\r\\n\\r\\n,         505",
        "GET /overview HTTP/1.1\\r\\n\\r\\n,                      400",
        "GET /overview HTTP/1.1\\r\\nHost: x\\r\\n folded\\r\\n\\r\\n, 400"
    })
    void refusesWhatIsNoHttp(String request, String status) throws IOException {
        assertRefused(send(request.replace("\\r\\n", "\r\n")), status, "");
    }

    @Test
    void refusesEndlessHeaders() throws IOException {
        String header = "X-Filler: " + "x".repeat(20_000) + "\r\n";

        assertRefused(send("GET /overview HTTP/1.1\r\nHost: x\r\n" + header + "\r\n"), "431", "");
    }

    @Test
    void goesOnAnsweringWhileBodiesDoNotArrive() throws IOException {
        String stuck =
                "PUT /blobs/"
                        + DIGEST
                        + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/java-archive\r\n"
                        + "Content-Length: 1000\r\n\r\nx";
        List<Socket> senders = new ArrayList<>();
        try {
            for (int i = 0; i < 20; i++) {
                Socket sender = connect();
                senders.add(sender);
                sender.getOutputStream().write(stuck.getBytes(ISO_8859_1));
            }
            await("uploads under way").until(() -> !state().equals(untouched));
            assertThat(send("GET /overview HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 200");
        } finally {
            for (Socket sender : senders) {
                sender.close();
            }
        }
        await("what was uploaded in part is removed")
                .atMost(Duration.ofSeconds(10))
                .until(() -> state().equals(untouched));
    }

    @Test
    void tellsBrowsersToTrustNobody() throws IOException {
        assertThat(send("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200")
                .contains("Content-Security-Policy: default-src 'none'; script-src 'self';")
                .contains("X-Content-Type-Options: nosniff")
                .doesNotContain("Access-Control-Allow")
                .doesNotContain("Jetty");
    }

    private static void assertRefused(String answer, String status, String message)
            throws IOException {
        assertThat(answer).matches("(?s)HTTP/1.1 " + status + ".*");
        assertThat(answer).containsIgnoringCase("content-type: application/json");
        if (message != null) {
            assertThat(answer).contains("{\"error\":\"").contains(message);
        }
        assertThat(answer).doesNotContain("\tat ").doesNotContain("<html");
        assertThat(state()).as("state after the request").isEqualTo(untouched);
    }

    private static String state() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return dispatcher.state() + files.filter(Files::isRegularFile).toList();
        }
    }

    private static String length(String body) {
        return "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private static Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout(10_000);
        return socket;
    }

    /** Sends bytes and reads until the server closes, which it is asked to do. */
    private static String send(String request) throws IOException {
        String closing = request.replaceFirst("Host: x\r\n", "Host: x\r\nConnection: close\r\n");
        try (Socket socket = connect()) {
            OutputStream out = socket.getOutputStream();
            try {
                out.write(closing.getBytes(ISO_8859_1));
                out.flush();
            } catch (SocketException e) {
                // Refused before all of it was sent; the answer is there to read.
            }
            return read(socket.getInputStream());
        }
    }

    private static String read(InputStream in) throws IOException {
        StringBuilder answer = new StringBuilder();
        try {
            for (int next = in.read(); next >= 0; next = in.read()) {
                answer.append((char) next);
            }
        } catch (SocketException e) {
            assertThat(answer).as("answer before the connection broke").isNotEmpty();
        }
        return answer.toString();
    }
}
