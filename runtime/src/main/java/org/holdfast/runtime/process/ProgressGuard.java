package org.holdfast.runtime.process;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.holdfast.ha.leader.LeaderAttempt;
import org.holdfast.runtime.config.YarnOptions;
import org.holdfast.runtime.highavailability.HighAvailability;

/**
 * Ends an application that crashes again and again. YARN does not: it counts only failures within a
 * short time, and the JobManager's start alone may take longer. An attempt that follows as many
 * others without progress as the application may have attempts does not begin to lead.
 *
 * <p>Only attempts that led are counted: what waited in vain for ZooKeeper is not the application's
 * fault.
 */
final class ProgressGuard {

    /** No more are compared: ZooKeeper remembers a few more than these. */
    private static final int MOST_COMPARED = 20;

    private final String application;
    private final String clusterId;
    private final Optional<AttemptLimits> limits;
    private final int attempt;
    private final long attemptOrder;

    /** Judges for the attempt that is set up here. */
    ProgressGuard(JobManagerSetup setup) {
        application = setup.clusterId();
        clusterId = HighAvailability.clusterId(setup.configuration(), application);
        limits = setup.attempts();
        attempt = setup.attempt();
        attemptOrder = setup.attemptOrder();
    }

    /** Whether there can be anything to judge. */
    boolean isNeeded() {
        return limits.isPresent() && attempt > 1;
    }

    /**
     * Looks at the attempts before this one.
     *
     * @param history all that are remembered, in the order of their first election
     * @return how the application is to end; empty if it may go on
     */
    Optional<ClusterEnd> judge(List<LeaderAttempt> history) {
        List<LeaderAttempt> own =
                history.stream().filter(known -> isEarlier(numberOf(known))).toList();
        int inVain = 0;
        while (inVain < own.size() && !own.get(own.size() - 1 - inVain).progressed()) {
            inVain++;
        }
        boolean goesOn =
                limits.isEmpty() || inVain < Math.min(limits.get().attempts(), MOST_COMPARED);
        return goesOn
                ? Optional.empty()
                : Optional.of(
                        new ClusterEnd(
                                ClusterEnd.Status.FAILED,
                                describe(own.subList(own.size() - inVain, own.size()))));
    }

    /** Attempts of one application follow each other without a gap, those of others are lower. */
    private long numberOf(LeaderAttempt known) {
        return attempt - (attemptOrder - known.attemptId());
    }

    private boolean isEarlier(long number) {
        return number >= 1 && number < attempt;
    }

    private String describe(List<LeaderAttempt> inVain) {
        return """
                %d attempts in a row ended without progress: no job was accepted, no checkpoint committed, no \
                recovered job ran with all its tasks. %s is %d, so this one, attempt %d, ends the application instead \
                of trying again. %s. What is stored of its jobs stays. Look for the cause with 'yarn logs \
                -applicationId %s'; an application started with -z %s goes on with the jobs."""
                .formatted(
                        inVain.size(),
                        YarnOptions.APPLICATION_ATTEMPTS,
                        limits.orElseThrow().attempts(),
                        attempt,
                        inVain.stream().map(this::describe).collect(Collectors.joining("; ")),
                        application,
                        clusterId);
    }

    private String describe(LeaderAttempt known) {
        return "Attempt %d led from %s on in %s"
                .formatted(
                        numberOf(known),
                        Instant.ofEpochMilli(known.startMillis()).truncatedTo(ChronoUnit.SECONDS),
                        known.epoch());
    }
}
