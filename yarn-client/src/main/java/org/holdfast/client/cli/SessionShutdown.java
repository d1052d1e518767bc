package org.holdfast.client.cli;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.holdfast.client.deploy.ApplicationStatus;
import org.holdfast.client.deploy.ClusterDeployer;
import org.holdfast.client.deploy.DeploymentException;
import org.holdfast.runtime.rest.client.RestClient;

/**
 * Ends a session once: in order through its JobManager, and by YARN if that does not help in time.
 */
final class SessionShutdown {

    private static final Duration ORDERLY = Duration.ofSeconds(30);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(250);

    private final ClusterDeployer deployer;
    private final String applicationId;
    private final RestClient jobManager;
    private final SessionFile file;
    private final Terminal terminal;
    private final AtomicBoolean done = new AtomicBoolean();

    SessionShutdown(
            ClusterDeployer deployer,
            String applicationId,
            RestClient jobManager,
            SessionFile file,
            Terminal terminal) {
        this.deployer = deployer;
        this.applicationId = applicationId;
        this.jobManager = jobManager;
        this.file = file;
        this.terminal = terminal;
    }

    /** Stops the session and waits until YARN says it is over. */
    void run() throws DeploymentException, InterruptedException, CliException {
        if (done.getAndSet(true)) {
            return;
        }
        terminal.out().println("Stopping session " + applicationId + ".");
        try {
            jobManager.shutDownCluster();
        } catch (RuntimeException e) {
            terminal.out()
                    .println("Its JobManager does not take the request (" + e.getMessage() + ").");
        }
        long deadline = System.nanoTime() + ORDERLY.toNanos();
        ApplicationStatus status = deployer.status(applicationId);
        while (!status.phase().isTerminal() && System.nanoTime() < deadline) {
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
