package org.holdfast.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.holdfast.api.JobArguments;
import org.holdfast.ha.leader.CoordinationReader;
import org.holdfast.ha.leader.ElectedLeader;
import org.holdfast.ha.leader.PublishedLeader;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.config.HighAvailabilityOptions;
import org.holdfast.runtime.config.RestOptions;
import org.holdfast.runtime.highavailability.HighAvailability;
import org.holdfast.runtime.rest.client.RestClient;
import org.holdfast.runtime.rest.client.RestException;

/** A cluster whose leader is known from ZooKeeper. Not thread-safe. */
public final class HighAvailableCluster implements Leader, AutoCloseable {

    private static final Duration LONGEST = Duration.ofSeconds(90);
    private static final long POLL_MILLIS = 20;
    private static final int NOT_LEADING = 503;

    /** A JobManager that is gone is not to be asked again and again; its successor is. */
    private static final Configuration IMPATIENT =
            Configuration.of(
                    Map.of(
                            RestOptions.RETRY_ATTEMPTS.key(), "0",
                            RestOptions.CONNECTION_TIMEOUT.key(), "2 s",
                            RestOptions.IDLE_TIMEOUT.key(), "10 s"));

    private final CoordinationReader reader;
    private Optional<PublishedLeader> known = Optional.empty();
    private RestClient rest;

    HighAvailableCluster(CoordinationReader reader) {
        this.reader = reader;
    }

    /** Of the arguments {@code --zookeeper HOST:PORT --root PATH --cluster ID}. */
    static HighAvailableCluster open(JobArguments args) throws IOException {
        return open(
                args.required("zookeeper"),
                args.get(
                        "root",
                        HighAvailabilityOptions.ZOOKEEPER_ROOT.defaultValue().orElseThrow()),
                args.required("cluster"));
    }

    public static HighAvailableCluster open(String zooKeeper, String root, String cluster)
            throws IOException {
        Configuration configuration =
                Configuration.of(
                        Map.of(
                                HighAvailabilityOptions.MODE.key(), "zookeeper",
                                HighAvailabilityOptions.ZOOKEEPER_QUORUM.key(), zooKeeper,
                                HighAvailabilityOptions.ZOOKEEPER_ROOT.key(), root));
        return new HighAvailableCluster(
                HighAvailability.services(configuration, cluster).orElseThrow().openReader());
    }

    CoordinationReader reader() {
        return reader;
    }

    /** Who says that it serves; empty while nobody does. */
    public Optional<PublishedLeader> published() {
        try {
            return reader.leader();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks whoever leads now, and not one that may have stopped answering. */
    void followAnew() {
        rest = null;
    }

    /** Who was elected last, alive or not. */
    public ElectedLeader elected() {
        try {
            return reader.currentEpoch().orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A client of this very JobManager; does not try again. */
    static RestClient clientOf(PublishedLeader leader) {
        return new RestClient(URI.create(leader.restUrl()), IMPATIENT);
    }

    @Override
    public <T> T ask(Function<RestClient, T> question) {
        long deadline = System.nanoTime() + LONGEST.toNanos();
        while (true) {
            try {
                return question.apply(client(deadline));
            } catch (RestException e) {
                boolean gone = e.status() == RestException.NO_ANSWER || e.status() == NOT_LEADING;
                if (!gone || System.nanoTime() > deadline) {
                    throw e;
                }
                rest = null;
                pause();
            }
        }
    }

    private RestClient client(long deadline) {
        while (rest == null) {
            known = published();
            if (known.isPresent()) {
                rest = clientOf(known.get());
            } else if (System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        "No JobManager has led for " + LONGEST.toSeconds() + " s");
            } else {
                pause();
            }
        }
        return rest;
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for a JobManager", e);
        }
    }

    @Override
    public void close() {
        reader.close();
    }
}
