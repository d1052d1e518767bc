package org.holdfast.runtime.rest.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.holdfast.runtime.config.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a client does when the other end behaves badly: a script says what comes back each time. */
class RestClientTest {

    private static final String GOOD = answer("200 OK", "{\"configuration\":{\"a\":\"b\"}}");
    private static final String HANG_UP = "";

    private ServerSocket socket;

    @BeforeEach
    void listen() throws IOException {
        socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void stopListening() throws IOException {
        socket.close();
    }

    @Test
    void asksAgainWhenTheConnectionBreaksOrTheServerIsBusy() throws Exception {
        CompletableFuture<Integer> served =
                serve(HANG_UP, answer("503 Unavailable", "{\"error\":\"Try again.\"}"), GOOD);

        assertThat(client(3).configuration()).containsExactly(Map.entry("a", "b"));
        assertThat(served.get(10, TimeUnit.SECONDS)).isEqualTo(3);
    }

    @Test
    void givesUpAfterTheLastRetry() throws Exception {
        String busy = answer("503 Unavailable", "{\"error\":\"Too many uploads.\"}");
        CompletableFuture<Integer> served = serve(busy, busy);

        assertThatThrownBy(() -> client(1).configuration())
                .isInstanceOf(RestException.class)
                .hasMessage("Too many uploads.");
        assertThat(served.get(10, TimeUnit.SECONDS)).isEqualTo(2);
    }

    @Test
    void saysWhereNobodyListens() throws IOException {
        socket.close();

        RestException failure =
                catchThrowableOfType(RestException.class, () -> client(1).overview());

        assertThat(failure.status()).isEqualTo(RestException.NO_ANSWER);
        assertThat(failure).hasMessageContaining(root() + "/ to GET overview (Connection refused)");
    }

    @Test
    void doesNotRepeatWhatWasRefused() throws Exception {
        CompletableFuture<Integer> served =
                serve(answer("400 Bad Request", "{\"error\":\"mode: 'x' (expected: cancel)\"}"));

        RestException failure =
                catchThrowableOfType(RestException.class, () -> client(3).configuration());

        assertThat(failure.status()).isEqualTo(400);
        assertThat(failure).hasMessage("mode: 'x' (expected: cancel)");
        assertThat(served.get(10, TimeUnit.SECONDS)).isEqualTo(1);
    }

    @Test
    void waitsOnlySoLongForAnAnswer() {
        Configuration impatient =
                Configuration.of(
                        Map.of("rest.idleness-timeout", "50 ms", "rest.retry.max-attempts", "5"));

        assertThatThrownBy(() -> new RestClient(root(), impatient).overview())
                .isInstanceOf(RestException.class)
                .hasMessageContaining("Read timed out");
    }

    @Test
    void showsWhatSomebodyElseAnswers() throws IOException {
        serve(answer("302 Found", "<html>Please log in"));

        assertThatThrownBy(() -> client(0).overview())
                .isInstanceOf(RestException.class)
                .hasMessageContaining("answered with status 302: <html>Please log in");
    }

    @Test
    void refusesAnAnswerThatIsNotAJobManagers() throws IOException {
        serve(answer("200 OK", "<html>"));

        assertThatThrownBy(() -> client(0).overview())
                .isInstanceOf(RestException.class)
                .hasMessageContaining("Check the address");
    }

    @Test
    void saysWhichFileCannotBeRead() {
        assertThatThrownBy(() -> client(0).putBlob("0".repeat(64), Path.of("/no/such.jar")))
                .hasMessageContaining("/no/such.jar");
    }

    private RestClient client(int retries) {
        return new RestClient(
                root(),
                Configuration.of(
                        Map.of(
                                "rest.retry.max-attempts",
                                String.valueOf(retries),
                                "rest.retry.delay",
                                "1 ms")));
    }

    private URI root() {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }

    /** Answers one request a connection; completes with how many there were. */
    private CompletableFuture<Integer> serve(String... answers) {
        return CompletableFuture.supplyAsync(
                () -> {
                    int served = 0;
                    try {
                        for (String answer : answers) {
                            try (Socket connection = socket.accept()) {
                                served++;
                                readHead(connection.getInputStream());
                                connection.getOutputStream().write(answer.getBytes(UTF_8));
                            }
                        }
                    } catch (IOException e) {
                        // The test has stopped listening.
                    }
                    return served;
                });
    }

    private static void readHead(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.read());
        }
    }

    private static String answer(String status, String body) {
        return "HTTP/1.1 "
                + status
                + "\r\nConnection: close\r\nContent-Length: "
                + body.length()
                + "\r\n\r\n"
                + body;
    }
}
