package org.holdfast.client.cli;

import org.holdfast.client.deploy.ApplicationStatus;

/** The application that was asked for something has ended. */
final class ApplicationEndedException extends CliException {

    private static final long serialVersionUID = 1L;

    private final transient ApplicationStatus status;

    ApplicationEndedException(ApplicationStatus status, Throwable cause) {
        super(
                ExitCode.CLUSTER,
                "Application "
                        + status.applicationId()
                        + " has ended ("
                        + status.phase()
                        + ")"
                        + (status.diagnostics().isEmpty() ? "." : ": " + status.diagnostics()),
                cause);
        this.status = status;
    }

    /** How it ended. */
    ApplicationStatus status() {
        return status;
    }
}
