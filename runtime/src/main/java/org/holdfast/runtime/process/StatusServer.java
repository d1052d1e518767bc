package org.holdfast.runtime.process;

import static java.util.Objects.requireNonNull;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeoutException;
import org.holdfast.runtime.config.ClusterOptions;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.config.PortRange;
import org.holdfast.runtime.config.TaskManagerOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves a {@link StatusPage} to whoever asks: {@code /} for people, {@code /status} for programs.
 * It can only be read, and a few slow readers keep others out but cost the process nothing more.
 */
final class StatusServer implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(StatusServer.class);

    private static final int THREADS = 2;
    private static final int MAX_WAITING = 16;
    private static final int MAX_CONNECTIONS = 32;
    private static final int SLOWEST_SECONDS = 5;
    private static final int ANSWER_MILLIS = 2_000;

    private final StatusPage page;
    private final HttpServer server;
    private final String host;
    private final ThreadPoolExecutor threads;

    /**
     * Starts to serve, if it is to, and if there is a port.
     *
     * @param host where this process can be reached, for people
     */
    static Optional<StatusServer> open(Configuration configuration, String host, StatusPage page) {
        if (!configuration.get(TaskManagerOptions.STATUS_ENABLED)) {
            return Optional.empty();
        }
        try {
            StatusServer server = new StatusServer(configuration, host, page);
            log.info("Status page at {}", server.uri());
            return Optional.of(server);
        } catch (IOException e) {
            log.warn("There is no status page: {}", e.getMessage());
            return Optional.empty();
        }
    }

    private StatusServer(Configuration configuration, String host, StatusPage page)
            throws IOException {
        this.host = requireNonNull(host, "host");
        this.page = requireNonNull(page, "page");
        limitConnections();
        this.server =
                bound(
                        configuration.get(ClusterOptions.TASKMANAGER_BIND_HOST),
                        configuration.get(TaskManagerOptions.STATUS_BIND_PORT));
        this.threads = DaemonThreads.bounded("status-page", THREADS, MAX_WAITING);
        server.setExecutor(threads); // more than wait: the connection is closed
        server.createContext("/", this::serve);
        server.start();
    }

    /** The JDK's server has no other way to be told, and reads this once. */
    private static void limitConnections() {
        limit("jdk.httpserver.maxConnections", MAX_CONNECTIONS);
        limit("sun.net.httpserver.maxReqTime", SLOWEST_SECONDS);
        limit("sun.net.httpserver.maxRspTime", SLOWEST_SECONDS);
    }

    private static void limit(String property, int most) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, String.valueOf(most));
        }
    }

    private static HttpServer bound(String host, PortRange ports) throws IOException {
        InetAddress address = InetAddress.getByName(host);
        IOException last = null;
        for (int port : ports.ports()) {
            try {
                return HttpServer.create(new InetSocketAddress(address, port), MAX_WAITING);
            } catch (IOException e) {
                last = e;
            }
        }
        throw new BindException(
                "None of the ports "
                        + ports
                        + " is free on "
                        + host
                        + " for the status page ("
                        + (last == null ? "" : last.getMessage())
                        + "). Set "
                        + TaskManagerOptions.STATUS_BIND_PORT
                        + " to others; 0 is any free one.");
    }

    /** Where the page is. */
    URI uri() {
        String name = host.contains(":") ? "[" + host + "]" : host;
        return URI.create("http://" + name + ":" + server.getAddress().getPort() + "/");
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            if (!exchange.getRequestMethod().equals("GET")) {
                exchange.getResponseHeaders().set("Allow", "GET");
                answer(exchange, 405, "text/plain", "This page can only be read.\n");
            } else if ("/".equals(path)) {
                answer(exchange, "text/html", page::html);
            } else if ("/status".equals(path)) {
                answer(exchange, "application/json", page::json);
            } else {
                answer(exchange, 404, "text/plain", "There are / and /status.\n");
            }
        }
    }

    /** What it is made of is asked of the TaskManager, which may be busy or be no more. */
    @FunctionalInterface
    private interface Text {

        String get(int timeoutMillis)
                throws InterruptedException, ExecutionException, TimeoutException;
    }

    private static void answer(HttpExchange exchange, String type, Text text) throws IOException {
        try {
            answer(exchange, 200, type, text.get(ANSWER_MILLIS));
        } catch (TimeoutException e) {
            String why = "The TaskManager did not say within " + ANSWER_MILLIS + " ms.\n";
            answer(exchange, 503, "text/plain", why);
        } catch (ExecutionException e) {
            log.warn("The status page could not be made", e);
            answer(exchange, 500, "text/plain", "The page could not be made; see the log.\n");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed meanwhile
        }
    }

    private static void answer(HttpExchange exchange, int status, String type, String text)
            throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        Headers headers = exchange.getResponseHeaders();
        headers.set("Content-Type", type + "; charset=utf-8");
        headers.set(
                "Content-Security-Policy",
                "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action"
                        + " 'none'; frame-ancestors 'none'");
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Cache-Control", "no-store");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    /** Stops to serve, at once. May be called twice. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
