package org.holdfast.client.cli;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.CommandLine;
import org.holdfast.client.deploy.AttemptStatus;
import org.holdfast.client.deploy.ClusterDeployer;
import org.holdfast.client.deploy.DeploymentException;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.config.HighAvailabilityOptions;
import org.holdfast.runtime.config.RestOptions;
import org.holdfast.runtime.dispatcher.RecoveryTimeline;
import org.holdfast.runtime.jobmaster.TakeoverReport;
import org.holdfast.runtime.process.AttemptLimits;

/** {@code holdfast failover}: has YARN fail the JobManager, and shows how it comes back. */
final class FailoverCommand implements Command {

    private final ClusterAccess access;

    FailoverCommand(ClusterAccess access) {
        this.access = access;
    }

    @Override
    public String name() {
        return "failover";
    }

    @Override
    public String usage() {
        return "[OPTIONS]";
    }

    @Override
    public String summary() {
        return "Fails the JobManager of a highly available application on purpose, and prints how"
                + " long each step of the recovery took. Costs one of its attempts.";
    }

    @Override
    public CommandOptions options() {
        return JobFlags.addTo(new CommandOptions());
    }

    @Override
    public ExitCode run(CommandLine line, Terminal terminal) throws Exception {
        JobFlags.expectArguments(line, 0, 0, "");
        Configuration configuration = JobFlags.configuration(line, access);
        ClusterAccess.Connection cluster = access.connect(Target.of(line), configuration);
        String application =
                cluster.applicationId()
                        .orElseThrow(
                                () ->
                                        new CliException(
                                                ExitCode.USAGE,
                                                "A failover is YARN's to do: name the application"
                                                        + " with -yid. In a standalone cluster stop"
                                                        + " the JobManager that leads with"
                                                        + " bin/jobmanager.sh stop on its host."));
        requireHighAvailability(cluster, application);
        try (ClusterDeployer deployer = access.deployer(configuration)) {
            AttemptStatus attempt = deployer.latestAttempt(application);
            requireAttemptLeft(cluster.rest().overview().attemptLimits(), application, deployer);
            terminal.out()
                    .println("Failing attempt " + attempt.number() + " of " + application + ".");
            FailoverWatch watch =
                    new FailoverWatch(
                            deployer,
                            attempt,
                            configuration,
                            configuration.get(RestOptions.AWAIT_LEADER_TIMEOUT));
            deployer.failAttempt(attempt);
            boolean complete = watch.await();
            print(watch.steps(), terminal);
            watch.takeovers().forEach(job -> terminal.out().println(describe(job)));
            if (!complete) {
                throw new CliException(
                        ExitCode.CLUSTER,
                        "The recovery is not complete: "
                                + watch.missing()
                                + ". See holdfast list.");
            }
            return ExitCode.OK;
        }
    }

    private static void requireHighAvailability(
            ClusterAccess.Connection cluster, String application) throws CliException {
        String mode =
                cluster.rest()
                        .configuration()
                        .getOrDefault(HighAvailabilityOptions.MODE.key(), "NONE");
        if (mode.equalsIgnoreCase("NONE")) {
            throw new CliException(
                    ExitCode.CLUSTER,
                    "Application "
                            + application
                            + " has no high availability: its jobs would end with their"
                            + " JobManager. Nothing was done.");
        }
    }

    /** The drill must not be what ends the application. */
    private static void requireAttemptLeft(
            Optional<AttemptLimits> known, String application, ClusterDeployer deployer)
            throws DeploymentException, CliException {
        if (known.isEmpty()) {
            return;
        }
        AttemptLimits limits = known.get();
        Duration window = Duration.ofMillis(limits.failureWindowMillis());
        int ended = deployer.endedAttempts(application, window);
        if (ended + 1 < limits.attempts()) {
            return;
        }
        throw new CliException(
                ExitCode.CLUSTER,
                limits.attempts() == 1
                        ? "Application "
                                + application
                                + " has a single attempt: failing it would end the application."
                                + " Nothing was done. Raise yarn.application-attempts, and"
                                + " yarn.resourcemanager.am.max-attempts in yarn-site.xml."
                        : "%d of the %d attempts of application %s have ended%s: failing one more would end the application. Nothing was done. %s"
                                .formatted(
                                        ended,
                                        limits.attempts(),
                                        application,
                                        window.isNegative()
                                                ? ""
                                                : " in the last " + window.toMillis() + " ms",
                                        window.isNegative()
                                                ? "Raise yarn.application-attempts."
                                                : "Try again later."));
    }

    private static String describe(RecoveryTimeline.Takeover takeover) {
        TakeoverReport tasks = takeover.tasks();
        return "Job %s (%s): %d tasks went on untouched, tasks restarted: %d%s%s"
                .formatted(
                        takeover.job(),
                        takeover.jobName(),
                        tasks.adoptedTasks(),
                        tasks.restoredTasks(),
                        takeover.longestGapMillis() > 0
                                ? "; longest gap of a sink: " + takeover.longestGapMillis() + " ms"
                                : "",
                        tasks.reasons().isEmpty() ? "" : "; " + String.join("; ", tasks.reasons()));
    }

    private static void print(List<FailoverWatch.Step> steps, Terminal terminal) {
        steps.forEach(step -> terminal.out().printf("%8d ms  %s%n", step.millis(), step.name()));
    }
}
