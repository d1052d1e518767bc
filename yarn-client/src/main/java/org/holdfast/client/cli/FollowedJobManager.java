package org.holdfast.client.cli;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.holdfast.client.deploy.ApplicationStatus;
import org.holdfast.client.deploy.DeploymentException;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.config.RestOptions;
import org.holdfast.runtime.rest.client.RestClient;
import org.holdfast.runtime.rest.client.RestException;

/**
 * A cluster's JobManager, wherever it is: when it does not answer, its next attempt is looked for,
 * and asked the same again. Says once that it is away, and once that it is back.
 *
 * <p>States: answering, away. It is away from the first question without an answer until somebody
 * answers who names the same cluster; a port may belong to another by then.
 */
final class FollowedJobManager implements AutoCloseable {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    /** For the question who is there; nobody may hold the search up. */
    static final Map<String, String> PROBING =
            Map.of(
                    RestOptions.RETRY_ATTEMPTS.key(), "0",
                    RestOptions.CONNECTION_TIMEOUT.key(), "2 s",
                    RestOptions.IDLE_TIMEOUT.key(), "5 s");

    /** Statuses of answers by others than the JobManager's coordinator. */
    private static final List<Integer> AWAY = List.of(RestException.NO_ANSWER, 502, 503, 504);

    private final JobManagerLocator locator;
    private final Configuration configuration;
    private final Terminal terminal;
    private final Duration patience;
    private Optional<String> clusterId;
    private volatile ClusterAccess.Connection current;

    /** A request that may be made twice. */
    @FunctionalInterface
    interface Question<T> {
        T ask(RestClient jobManager);
    }

    /**
     * @param first where it was last known to be
     * @param configuration of requests; {@code rest.await-leader-timeout} bounds the search
     */
    FollowedJobManager(
            ClusterAccess.Connection first,
            JobManagerLocator locator,
            Configuration configuration,
            Terminal terminal) {
        current = requireNonNull(first, "first");
        this.locator = requireNonNull(locator, "locator");
        this.configuration = requireNonNull(configuration, "configuration");
        this.terminal = requireNonNull(terminal, "terminal");
        patience = configuration.get(RestOptions.AWAIT_LEADER_TIMEOUT);
        clusterId = first.applicationId();
    }

    /** Where it was last known to be. On any thread. */
    ClusterAccess.Connection current() {
        return current;
    }

    /**
     * Asks until there is an answer. On one thread.
     *
     * @throws RestException if the JobManager refuses, or nobody has ever answered at the address a
     *     user gave
     * @throws ApplicationEndedException if there is no JobManager any more
     * @throws CliException if it is away for too long
     */
    <T> T ask(Question<T> question) throws CliException, DeploymentException, InterruptedException {
        long beganNanos = System.nanoTime();
        while (true) {
            try {
                if (clusterId.isEmpty()) {
                    clusterId = Optional.of(current.rest().overview().clusterId());
                }
                return question.ask(current.rest());
            } catch (RestException e) {
                boolean metBefore = clusterId.isPresent();
                if (!AWAY.contains(e.status()) || !metBefore) {
                    throw e;
                }
                follow(e, beganNanos);
            }
        }
    }

    private void follow(RestException noAnswer, long beganNanos)
            throws CliException, DeploymentException, InterruptedException {
        long awayNanos = System.nanoTime();
        boolean said = false;
        Duration pause = FIRST_PAUSE;
        while (true) {
            Optional<ApplicationStatus> application = locator.application();
            if (application.filter(known -> known.phase().isTerminal()).isPresent()) {
                throw new ApplicationEndedException(application.get(), noAnswer);
            }
            if (!said) {
                said = true;
                say(
                        "The JobManager at "
                                + current.restUrl()
                                + " does not answer: it is being restarted, or cannot be reached."
                                + " Waiting for it for up to "
                                + patience.toSeconds()
                                + " s.");
            }
            Optional<ClusterAccess.Connection> next = find(application);
            if (next.isPresent()) {
                current = next.get();
                long millis = Duration.ofNanos(System.nanoTime() - awayNanos).toMillis();
                say(
                        "The JobManager is back at "
                                + current.restUrl()
                                + " after "
                                + Figures.millis(millis)
                                + ".");
                return;
            }
            if (System.nanoTime() - beganNanos > patience.toNanos()) {
                throw lost(noAnswer);
            }
            Thread.sleep(pause.toMillis());
            pause = pause.multipliedBy(2);
            pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
        }
    }

    private Optional<ClusterAccess.Connection> find(Optional<ApplicationStatus> application) {
        List<URI> candidates = new ArrayList<>();
        clusterId.flatMap(locator::published).ifPresent(candidates::add);
        application.flatMap(ApplicationStatus::restUrl).ifPresent(candidates::add);
        candidates.add(current.restUrl());
        return candidates.stream()
                .distinct()
                .filter(this::serves)
                .findFirst()
                .map(
                        url ->
                                new ClusterAccess.Connection(
                                        url, current.applicationId(), configuration));
    }

    private boolean serves(URI url) {
        try {
            String found =
                    new RestClient(url, configuration.withAll(PROBING)).overview().clusterId();
            return clusterId.filter(found::equals).isPresent();
        } catch (RestException e) {
            return false;
        }
    }

    private CliException lost(RestException noAnswer) {
        return new CliException(
                ExitCode.CLUSTER,
                "The JobManager, last at "
                        + current.restUrl()
                        + ", has not answered for "
                        + patience.toSeconds()
                        + " s ("
                        + RestOptions.AWAIT_LEADER_TIMEOUT
                        + "). Its jobs may still run; see holdfast list.",
                noAnswer);
    }

    private void say(String text) {
        terminal.out().println((terminal.interactive() ? JobProgress.CLEAR_LINE : "") + text);
    }

    @Override
    public void close() {
        locator.close();
    }
}
