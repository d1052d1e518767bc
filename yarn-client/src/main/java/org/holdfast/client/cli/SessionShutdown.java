package org.holdfast.client.cli;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.holdfast.client.deploy.ApplicationStatus;
import org.holdfast.client.deploy.ClusterDeployer;
import org.holdfast.client.deploy.DeploymentException;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.rest.client.RestClient;
import org.holdfast.runtime.rest.client.RestException;

/**
 * Ends a session once: in order through its JobManager, and by YARN if that does not help in time.
 */
final class SessionShutdown {

    private static final Duration ORDERLY = Duration.ofSeconds(30);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(250);

    private final ClusterDeployer deployer;
    private final String applicationId;
    private final Optional<URI> lastKnown;
    private final Configuration configuration;
    private final SessionFile file;
    private final Terminal terminal;
    private final AtomicBoolean done = new AtomicBoolean();

    /** The JobManager that was told to stop; its next attempt has to be told again. */
    private Optional<URI> told = Optional.empty();

    /**
     * @param lastKnown where its JobManager was last, which is told if YARN does not answer
     */
    SessionShutdown(
            ClusterDeployer deployer,
            String applicationId,
            Optional<URI> lastKnown,
            Configuration configuration,
            SessionFile file,
            Terminal terminal) {
        this.deployer = deployer;
        this.applicationId = applicationId;
        this.lastKnown = lastKnown;
        this.configuration = configuration;
        this.file = file;
        this.terminal = terminal;
    }

    /** Stops the session and waits until YARN says it is over. */
    void run() throws DeploymentException, InterruptedException, CliException {
        if (done.getAndSet(true)) {
            return;
        }
        terminal.out().println("Stopping session " + applicationId + ".");
        long deadline = System.nanoTime() + ORDERLY.toNanos();
        ApplicationStatus status = status();
        while (!status.phase().isTerminal() && System.nanoTime() < deadline) {
            if (!status.restUrl().equals(told)) {
                status.restUrl().ifPresent(this::tell);
            }
            Thread.sleep(POLL_INTERVAL.toMillis());
            status = deployer.status(applicationId);
        }
        if (!status.phase().isTerminal()) {
            terminal.out().println("It did not stop in " + ORDERLY.toSeconds() + " s; killing it.");
            deployer.kill(applicationId);
        }
        file.deleteIfNames(applicationId);
        terminal.out().println("Session " + applicationId + " has been stopped.");
    }

    private ApplicationStatus status() throws DeploymentException {
        try {
            return deployer.status(applicationId);
        } catch (DeploymentException e) {
            lastKnown.ifPresent(this::tell);
            throw e;
        }
    }

    private void tell(URI jobManager) {
        told = Optional.of(jobManager);
        try {
            new RestClient(jobManager, configuration).shutDownCluster();
        } catch (RestException e) {
            terminal.out()
                    .println("Its JobManager does not take the request (" + e.getMessage() + ").");
        }
    }

    /** {@link #run} for the end of the process, which nobody can answer for. */
    void runQuietly() {
        try {
            run();
        } catch (DeploymentException | CliException e) {
            terminal.err()
                    .println("Session " + applicationId + " may still run: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The session is over by itself: only its file is left to remove. */
    void forget() throws CliException {
        if (!done.getAndSet(true)) {
            file.deleteIfNames(applicationId);
        }
    }

    /** The session may still run: nothing is stopped or removed. */
    void forgetNothing() {
        done.set(true);
    }
}
