package org.holdfast.client.cli;

import java.time.Duration;
import java.util.Optional;
import org.holdfast.client.deploy.ApplicationStatus;
import org.holdfast.client.deploy.DeploymentException;
import org.holdfast.runtime.checkpoint.SavepointRequest;
import org.holdfast.runtime.rest.client.RequestId;
import org.holdfast.runtime.rest.client.RestClient;
import org.holdfast.runtime.rest.client.RestException;
import org.holdfast.runtime.rest.client.SavepointProgress;

/** Has a savepoint of a job taken, and waits for it. */
final class SavepointCall {

    private static final Duration INTERVAL = Duration.ofMillis(20);

    private final ClusterJob job;
    private final ApplicationQuestion application;
    private final Terminal terminal;

    /** Asks YARN how the application stands; empty where there is none, or no answer. */
    @FunctionalInterface
    interface ApplicationQuestion {
        Optional<ApplicationStatus> ask() throws DeploymentException;
    }

    /**
     * @param application asked when the JobManager does not answer: a cluster of the job's own ends
     *     with the job
     */
    SavepointCall(ClusterJob job, ApplicationQuestion application, Terminal terminal) {
        this.job = job;
        this.application = application;
        this.terminal = terminal;
    }

    /**
     * Waits as long as the JobManager gives the savepoint, {@code execution.checkpointing.timeout}.
     *
     * @return the path of its metadata file
     * @throws CliException if it cannot be had, with the JobManager's reason
     */
    String await(SavepointRequest request)
            throws CliException, DeploymentException, InterruptedException {
        RestClient rest = job.cluster().rest();
        RequestId id = RequestId.random();
        if (!rest.triggerSavepoint(job.id(), request, id)) {
            throw job.unknown();
        }
        terminal.out().println("Waiting for response...");
        while (true) {
            SavepointProgress progress = ask(rest, request, id);
            if (progress instanceof SavepointProgress.Completed completed) {
                return completed.location();
            }
            if (progress instanceof SavepointProgress.Failed failed) {
                throw new CliException(ExitCode.CLUSTER, failed.reason());
            }
            Thread.sleep(INTERVAL.toMillis());
        }
    }

    private SavepointProgress ask(RestClient rest, SavepointRequest request, RequestId id)
            throws CliException, DeploymentException {
        try {
            return rest.savepoint(job.id(), id)
                    .orElseThrow(
                            () ->
                                    new CliException(
                                            ExitCode.CLUSTER,
                                            "The JobManager has forgotten the savepoint of job "
                                                    + job.id()
                                                    + ". See holdfast checkpoints "
                                                    + job.id()
                                                    + "."));
        } catch (RestException e) {
            Optional<ApplicationStatus> status = application.ask();
            if (status.isPresent() && status.get().phase().isTerminal()) {
                throw new CliException(
                        ExitCode.CLUSTER,
                        "Application "
                                + status.get().applicationId()
                                + " ended ("
                                + status.get().phase()
                                + ") before it said where the savepoint is. Look below "
                                + (request.directory().isEmpty()
                                        ? "its state.savepoints.dir"
                                        : request.directory())
                                + ", and check it with holdfast checkpoint inspect.",
                        e);
            }
            throw e;
        }
    }
}
