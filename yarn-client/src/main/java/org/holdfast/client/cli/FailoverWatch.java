package org.holdfast.client.cli;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.holdfast.client.deploy.ApplicationStatus;
import org.holdfast.client.deploy.AttemptStatus;
import org.holdfast.client.deploy.ClusterDeployer;
import org.holdfast.client.deploy.DeploymentException;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.dispatcher.JobStatus;
import org.holdfast.runtime.dispatcher.RecoveryTimeline;
import org.holdfast.runtime.dispatcher.RecoveryTimeline.Phase;
import org.holdfast.runtime.rest.client.RestClient;
import org.holdfast.runtime.rest.client.RestException;

/**
 * Watches an attempt be replaced by the next. What YARN does is timed when it is seen, every few
 * milliseconds; what the JobManager does it has timed itself, on its own clock, and its answer says
 * how long it has run: no two wall clocks are compared.
 */
final class FailoverWatch {

    private static final Duration PAUSE = Duration.ofMillis(20);

    private final ClusterDeployer deployer;
    private final AttemptStatus failed;
    private final Configuration configuration;
    private final Duration patience;
    private final long failedNanos = System.nanoTime();
    private final List<Step> seen = new ArrayList<>();
    private Optional<Answer> answer = Optional.empty();

    /** Something that happened, in milliseconds since the attempt was failed. */
    record Step(String name, long millis) {}

    /**
     * The new JobManager's own account.
     *
     * @param startMillis of its process, since the attempt was failed
     * @param checkpointed how many jobs take checkpoints
     */
    private record Answer(RecoveryTimeline timeline, long startMillis, int checkpointed) {

        boolean isComplete() {
            // jobs that were submitted since are not the recovery's
            return timeline.phases().stream()
                            .anyMatch(reached -> reached.phase() == Phase.PUBLISHED)
                    && timeline.awaitedJobs() == 0
                    && timeline.firstCheckpoints().size()
                            >= Math.min(checkpointed, timeline.recoveredJobs());
        }
    }

    /**
     * Begins to count.
     *
     * @param failed the attempt that is failed now
     * @param patience how long the recovery may take
     */
    FailoverWatch(
            ClusterDeployer deployer,
            AttemptStatus failed,
            Configuration configuration,
            Duration patience) {
        this.deployer = requireNonNull(deployer, "deployer");
        this.failed = requireNonNull(failed, "failed");
        this.configuration = requireNonNull(configuration, "configuration");
        this.patience = requireNonNull(patience, "patience");
        seen.add(new Step("attempt " + failed.number() + " was failed", 0));
    }

    /**
     * Returns when all jobs run and have taken a checkpoint, or the patience is over.
     *
     * @return whether all is as before
     * @throws ApplicationEndedException if there was no attempt left
     */
    boolean await() throws CliException, DeploymentException, InterruptedException {
        while (elapsedMillis() < patience.toMillis()) {
            ApplicationStatus application = deployer.status(failed.applicationId());
            if (application.phase().isTerminal()) {
                throw new ApplicationEndedException(application, null);
            }
            if (seeAttempt() && application.restUrl().isPresent()) {
                ask(application.restUrl().get());
            }
            if (answer.filter(Answer::isComplete).isPresent()) {
                return true;
            }
            Thread.sleep(PAUSE.toMillis());
        }
        return false;
    }

    /** Whether the next attempt is registered. */
    private boolean seeAttempt() throws DeploymentException {
        AttemptStatus latest = deployer.latestAttempt(failed.applicationId());
        if (latest.number() <= failed.number()) {
            return false;
        }
        see("YARN has made attempt " + latest.number());
        if (latest.registered()) {
            see("attempt " + latest.number() + " is registered with YARN");
        }
        return latest.registered();
    }

    private void see(String what) {
        if (seen.stream().noneMatch(step -> step.name().equals(what))) {
            seen.add(new Step(what, elapsedMillis()));
        }
    }

    private void ask(URI restUrl) {
        RestClient rest = new RestClient(restUrl, configuration);
        try {
            RecoveryTimeline timeline = rest.recovery();
            long start = elapsedMillis() - timeline.age();
            long first = answer.map(Answer::startMillis).orElse(start);
            int checkpointed = checkpointed(rest);
            // an answer is never early: the shortest way back is the truest
            answer = Optional.of(new Answer(timeline, Math.min(first, start), checkpointed));
        } catch (RestException e) {
            // it does not serve yet, or is being replaced in its turn; asked again
            answer = Optional.empty();
        }
    }

    private static int checkpointed(RestClient rest) {
        return (int)
                rest.jobs().stream()
                        .filter(job -> !job.status().isTerminal())
                        .filter(job -> job.status() != JobStatus.QUARANTINED)
                        .flatMap(job -> rest.checkpoints(job.id()).stream())
                        .filter(checkpoints -> checkpoints.intervalMillis() > 0)
                        .count();
    }

    private long elapsedMillis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - failedNanos);
    }

    /** What happened so far, in order. */
    List<Step> steps() {
        List<Step> steps = new ArrayList<>(seen);
        answer.ifPresent(known -> addTo(steps, known));
        steps.sort(Comparator.comparingLong(Step::millis));
        return steps;
    }

    /** What became of the jobs' tasks. */
    List<RecoveryTimeline.Takeover> takeovers() {
        return answer.map(known -> known.timeline().takeovers()).orElse(List.of());
    }

    private static void addTo(List<Step> steps, Answer known) {
        RecoveryTimeline timeline = known.timeline();
        steps.add(new Step("the new JobManager's process begins", known.startMillis()));
        timeline.phases()
                .forEach(
                        phase ->
                                steps.add(
                                        new Step(
                                                describe(phase.phase(), timeline),
                                                known.startMillis() + phase.millis())));
        timeline.firstCheckpoints().values().stream()
                .min(Comparator.naturalOrder())
                .ifPresent(
                        first ->
                                steps.add(
                                        new Step(
                                                "first checkpoint committed",
                                                known.startMillis() + first)));
        timeline.firstCheckpoints().values().stream()
                .max(Comparator.naturalOrder())
                .filter(last -> timeline.firstCheckpoints().size() > 1)
                .ifPresent(
                        last ->
                                steps.add(
                                        new Step(
                                                "every job has committed a checkpoint",
                                                known.startMillis() + last)));
    }

    private static String describe(Phase phase, RecoveryTimeline timeline) {
        return switch (phase) {
            case STARTED -> "its own code runs";
            case ELECTED -> "it is elected, in epoch " + timeline.epoch();
            case JOBS_LOADED -> "jobs loaded: " + timeline.recoveredJobs() + " to go on with";
            case PUBLISHED -> "its address is published";
            case TASK_MANAGERS_BACK -> "TaskManagers are back";
            case TASKS_RUNNING -> "all tasks run";
        };
    }

    /** What the recovery still waits for, for people. */
    String missing() {
        return answer.map(
                        known ->
                                known.timeline().awaitedJobs() > 0
                                        ? known.timeline().awaitedJobs()
                                                + " of "
                                                + known.timeline().recoveredJobs()
                                                + " jobs do not run with all tasks"
                                        : "not every job has taken a checkpoint")
                .orElse("the new JobManager does not answer");
    }
}
