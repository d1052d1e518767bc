package org.holdfast.client.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.holdfast.client.deploy.ApplicationStatus;
import org.holdfast.client.deploy.ClusterDeployer;
import org.holdfast.client.deploy.DeploymentException;

/**
 * The attached session: reads {@code help}, {@code stop} and {@code quit}, and watches the
 * application. A ResourceManager that does not answer is waited for; the session itself does not
 * need it.
 */
final class SessionConsole {

    /** How often Flink's session asks YARN. */
    static final Duration POLL_INTERVAL = Duration.ofSeconds(3);

    private static final int MAX_UNREAD_LINES = 64;
    private static final String HELP =
            "Available commands:\n"
                    + "help : show these commands\n"
                    + "stop : stop the YARN session\n"
                    + "quit : stop the YARN session";

    private final ClusterDeployer deployer;
    private final String applicationId;
    private final Terminal terminal;
    private final Duration patience;
    private final Duration pollInterval;
    private final BlockingQueue<String> typed = new ArrayBlockingQueue<>(MAX_UNREAD_LINES);

    private Optional<URI> jobManager = Optional.empty();
    private boolean restarting;
    private long unreachableSinceNanos;
    private boolean unreachable;

    /** Why the console ended. */
    enum Outcome {
        /** The user said so. */
        STOP,
        /** The application ended in order. */
        ENDED,
        /** The application failed or was killed. */
        FAILED,
        /** YARN did not answer for too long; the session may still run. */
        LOST
    }

    /**
     * @param patience how long YARN may not answer before the console gives up
     * @param pollInterval how often YARN is asked
     */
    SessionConsole(
            ClusterDeployer deployer,
            String applicationId,
            Terminal terminal,
            Duration patience,
            Duration pollInterval) {
        this.deployer = deployer;
        this.applicationId = applicationId;
        this.terminal = terminal;
        this.patience = patience;
        this.pollInterval = pollInterval;
    }

    /** Runs until the user or the application ends the session. */
    Outcome run() throws InterruptedException, DeploymentException {
        startReader();
        terminal.out().println(HELP);
        while (true) {
            String line = typed.poll(pollInterval.toMillis(), TimeUnit.MILLISECONDS);
            if (line == null) {
                Outcome outcome = watch();
                if (outcome != null) {
                    return outcome;
                }
            } else if (line.equals("stop") || line.equals("quit")) {
                return Outcome.STOP;
            } else if (line.equals("help")) {
                terminal.out().println(HELP);
            } else if (!line.isEmpty()) {
                terminal.out().println("Unknown command '" + line + "'. Showing help:");
                terminal.out().println(HELP);
            }
        }
    }

    private Outcome watch() throws DeploymentException {
        PrintStream out = terminal.out();
        ApplicationStatus status;
        try {
            status = deployer.status(applicationId);
        } catch (DeploymentException e) {
            if (e.kind() != DeploymentException.Kind.UNREACHABLE) {
                throw e;
            }
            return onUnreachable(e);
        }
        if (unreachable) {
            unreachable = false;
            out.println(
                    "The ResourceManager answers again; the session is " + status.state() + ".");
        }
        if (!status.phase().isTerminal()) {
            tellRestarts(status);
            return null;
        }
        if (status.phase() == ApplicationStatus.Phase.SUCCEEDED) {
            out.println("The YARN session has ended: " + status.diagnostics());
            return Outcome.ENDED;
        }
        out.println("The Flink Yarn cluster has failed.");
        out.println(applicationId + " is " + status.state() + ": " + status.diagnostics().strip());
        return Outcome.FAILED;
    }

    /** A restart between two questions shows in the address alone. */
    private void tellRestarts(ApplicationStatus status) {
        boolean serves = status.phase() == ApplicationStatus.Phase.RUNNING;
        boolean moved = serves && jobManager.isPresent() && !status.restUrl().equals(jobManager);
        if (!restarting && (moved || !serves && jobManager.isPresent())) {
            restarting = true;
            terminal.out()
                    .println(
                            "The JobManager of the session is being restarted; the session goes"
                                    + " on.");
        }
        if (serves) {
            jobManager = status.restUrl();
        }
        if (restarting && serves) {
            restarting = false;
            terminal.out()
                    .println(
                            "The JobManager is back"
                                    + jobManager.map(url -> " at " + url).orElse("")
                                    + ".");
        }
    }

    private Outcome onUnreachable(DeploymentException e) {
        if (!unreachable) {
            unreachable = true;
            unreachableSinceNanos = System.nanoTime();
            terminal.out()
                    .println(
                            "The Flink Yarn cluster is in an unknown state. Please check the Yarn"
                                    + " cluster.");
            terminal.out()
                    .println(
                            e.getMessage()
                                    + " Asking again every "
                                    + pollInterval.toSeconds()
                                    + " s; the session goes on.");
        }
        return System.nanoTime() - unreachableSinceNanos > patience.toNanos() ? Outcome.LOST : null;
    }

    /**
     * Reading a terminal cannot be interrupted, so it has a daemon thread of its own that ends with
     * the process.
     */
    private void startReader() {
        Thread reader =
                new Thread(
                        () -> {
                            BufferedReader lines =
                                    new BufferedReader(
                                            new InputStreamReader(
                                                    terminal.in(), StandardCharsets.UTF_8));
                            try {
                                for (String line = lines.readLine();
                                        line != null;
                                        line = lines.readLine()) {
                                    typed.put(line.strip());
                                }
                            } catch (IOException e) {
                                terminal.err()
                                        .println(
                                                "Cannot read commands any more: " + e.getMessage());
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        },
                        "session-console");
        reader.setDaemon(true);
        reader.start();
    }
}
