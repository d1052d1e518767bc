package org.holdfast.runtime.rest.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.config.RestOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends requests, each of which may be sent twice without harm. A JobManager that refuses the
 * connection, breaks it off or is busy is asked again after a while, a bounded number of times.
 * Thread-safe.
 */
final class RestTransport {

    private static final Logger log = LoggerFactory.getLogger(RestTransport.class);

    private static final int MAX_ANSWER_BYTES = 64 * 1024 * 1024;
    private static final int LARGE_BODY_BYTES = 64 * 1024;
    private static final int MAX_ERROR_CHARACTERS = 2000;
    private static final int BUSY = 503;
    private static final int REDIRECT = 307;

    /** From one that stands by to one that leads, which may change meanwhile. */
    private static final int MAX_REDIRECTS = 3;

    private static final Duration FIRST_DELAY = Duration.ofMillis(100);

    private final URI root;
    private final ObjectMapper json;
    private final int connectMillis;
    private final int idleMillis;
    private final int retries;
    private final long maxDelayMillis;

    RestTransport(URI root, Configuration configuration, ObjectMapper json) {
        this.root = root;
        this.json = json;
        this.connectMillis =
                Math.toIntExact(configuration.get(RestOptions.CONNECTION_TIMEOUT).toMillis());
        this.idleMillis = Math.toIntExact(configuration.get(RestOptions.IDLE_TIMEOUT).toMillis());
        this.retries = configuration.get(RestOptions.RETRY_ATTEMPTS);
        this.maxDelayMillis = configuration.get(RestOptions.RETRY_DELAY).toMillis();
    }

    /**
     * Sends a request, from a JobManager that stands by on to the one that leads.
     *
     * @return the body of the answer; only of answers with a status below 300
     * @throws RestException for any other answer, and if there is none
     */
    byte[] send(RestRequest request) {
        long delayMillis = FIRST_DELAY.toMillis();
        for (int retriesLeft = retries; ; retriesLeft--) {
            RestException failure;
            try {
                URI target = root.resolve(request.path());
                HttpURLConnection connection = connect(request, target);
                byte[] body = exchange(request, connection);
                int status = connection.getResponseCode();
                for (int i = 0; i < MAX_REDIRECTS && status == REDIRECT; i++) {
                    target = target.resolve(location(connection));
                    connection = connect(request, target);
                    body = exchange(request, connection);
                    status = connection.getResponseCode();
                }
                if (status < 300) {
                    return body;
                }
                failure = new RestException(status, errorText(request, status, body));
            } catch (IOException e) {
                failure = noAnswer(request, e);
            }
            if (retriesLeft <= 0 || !isWorthRetrying(failure)) {
                throw failure;
            }
            pause(Math.min(delayMillis, maxDelayMillis), failure);
            delayMillis = Math.min(2 * delayMillis, maxDelayMillis);
        }
    }

    private static String location(HttpURLConnection connection) throws IOException {
        String location = connection.getHeaderField("Location");
        if (location == null || !location.matches("https?://[^\\s]+")) {
            throw new IOException("it redirects to '" + location + "', which is no address");
        }
        return location;
    }

    private HttpURLConnection connect(RestRequest request, URI target) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) target.toURL().openConnection();
        connection.setConnectTimeout(connectMillis);
        connection.setReadTimeout(idleMillis);
        connection.setInstanceFollowRedirects(false); // it would not send a body again
        connection.setUseCaches(false);
        connection.setRequestMethod(request.method());
        return connection;
    }

    private static byte[] exchange(RestRequest request, HttpURLConnection connection)
            throws IOException {
        try {
            if (request.hasBody()) {
                sendBody(request, connection);
            }
            boolean good = connection.getResponseCode() < 400;
            try (InputStream in =
                    good ? connection.getInputStream() : connection.getErrorStream()) {
                return in == null ? new byte[0] : read(in);
            }
        } catch (IOException | RuntimeException e) {
            connection.disconnect();
            throw e;
        }
    }

    /**
     * A large body is sent when the JobManager says that it wants it, so that a refusal is heard.
     */
    private static void sendBody(RestRequest request, HttpURLConnection connection)
            throws IOException {
        connection.setDoOutput(true);
        connection.setRequestProperty("Content-Type", request.contentType());
        connection.setFixedLengthStreamingMode(request.length());
        if (request.length() > LARGE_BODY_BYTES) {
            connection.setRequestProperty("Expect", "100-continue");
        }
        try (InputStream body = request.body().open();
                OutputStream out = connection.getOutputStream()) {
            body.transferTo(out);
        } catch (ProtocolException e) {
            log.debug("{} was refused before its body was sent", request.path(), e);
        }
    }

    private static byte[] read(InputStream in) throws IOException {
        byte[] body = in.readNBytes(MAX_ANSWER_BYTES);
        if (in.read() >= 0) {
            throw new IOException("the answer is longer than " + MAX_ANSWER_BYTES + " bytes");
        }
        return body;
    }

    private String errorText(RestRequest request, int status, byte[] body) {
        try {
            JsonNode error = json.readTree(body).path("error");
            if (error.isTextual()) {
                return error.asText();
            }
        } catch (IOException e) {
            // Not one of ours: somebody else listens there, or something is in between.
        }
        String text = new String(body, StandardCharsets.UTF_8).strip();
        return "%s %s answered with status %d%s"
                .formatted(
                        request.method(),
                        root.resolve(request.path()),
                        status,
                        text.isEmpty()
                                ? ""
                                : ": "
                                        + text.substring(
                                                0, Math.min(text.length(), MAX_ERROR_CHARACTERS)));
    }

    private RestException noAnswer(RestRequest request, IOException cause) {
        return new RestException(
                RestException.NO_ANSWER,
                "No answer from the JobManager at %s to %s %s (%s). Is the cluster still running?"
                        .formatted(
                                root,
                                request.method(),
                                request.path(),
                                cause instanceof UnknownHostException
                                        ? "unknown host"
                                        : cause.getMessage()),
                cause);
    }

    /** A timeout has cost its time already, and an unknown host stays unknown. */
    private static boolean isWorthRetrying(RestException failure) {
        return failure.status() == BUSY
                || (failure.status() == RestException.NO_ANSWER
                        && !(failure.getCause() instanceof SocketTimeoutException)
                        && !(failure.getCause() instanceof UnknownHostException));
    }

    private static void pause(long millis, RestException failure) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure;
        }
    }
}
