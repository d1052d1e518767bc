package org.holdfast.runtime.standalone;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Whether a ZooKeeper quorum is there: whether one of its servers accepts a connection. JobManagers
 * wait long for one that is not; whoever starts them by hand wants to know at once.
 */
final class QuorumCheck {

    private final String quorum;
    private final List<String> servers;

    /**
     * @param quorum {@code host:port,host:port}
     */
    QuorumCheck(String quorum) {
        this.quorum = quorum;
        this.servers = List.of(quorum.trim().split("\\s*,\\s*"));
    }

    int size() {
        return servers.size();
    }

    /**
     * Tries all servers at once. Blocks.
     *
     * @throws IOException saying what became of each, if none accepts a connection in time
     */
    void requireOne(Duration timeout) throws IOException, InterruptedException {
        ExecutorService threads =
                Executors.newFixedThreadPool(
                        servers.size(),
                        work -> {
                            // one that hangs in a name service must not keep the program
                            Thread thread = new Thread(work, "quorum-check");
                            thread.setDaemon(true);
                            return thread;
                        });
        List<CompletableFuture<Void>> tries =
                servers.stream()
                        .map(
                                server ->
                                        CompletableFuture.runAsync(
                                                () -> connect(server, timeout), threads))
                        .toList();
        threads.shutdown();
        try {
            firstSuccess(tries).get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException(
                    "ZooKeeper quorum %s cannot be reached (%s)".formatted(quorum, outcome(tries)));
        }
    }

    /** Completes with the first that succeeds, or fails with the last that fails. */
    private static CompletableFuture<Void> firstSuccess(List<CompletableFuture<Void>> tries) {
        CompletableFuture<Void> first = new CompletableFuture<>();
        tries.forEach(attempt -> attempt.thenRun(() -> first.complete(null)));
        CompletableFuture.allOf(tries.toArray(CompletableFuture[]::new))
                .whenComplete(
                        (done, failure) -> {
                            if (tries.stream()
                                    .allMatch(CompletableFuture::isCompletedExceptionally)) {
                                first.completeExceptionally(failure);
                            }
                        });
        return first;
    }

    private static void connect(String server, Duration timeout) {
        int colon = server.lastIndexOf(':');
        try (Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(
                            server.substring(0, colon),
                            Integer.parseInt(server.substring(colon + 1))),
                    (int) timeout.toMillis());
        } catch (UnknownHostException e) {
            throw new Unreachable("there is no such host");
        } catch (IOException | IllegalArgumentException e) {
            throw new Unreachable(e.getMessage());
        }
    }

    private String outcome(List<CompletableFuture<Void>> tries) {
        List<String> outcomes = new ArrayList<>();
        for (int i = 0; i < tries.size(); i++) {
            outcomes.add(servers.get(i) + ": " + outcome(tries.get(i)));
        }
        return String.join("; ", outcomes);
    }

    private static String outcome(CompletableFuture<Void> attempt) {
        return attempt.handle(
                        (done, failure) ->
                                failure != null && failure.getCause() instanceof Unreachable reason
                                        ? reason.getMessage()
                                        : "no answer")
                .getNow("no answer");
    }

    /** Why a server could not be connected to. */
    private static final class Unreachable extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Unreachable(String message) {
            super(message, null, false, false);
        }
    }
}
