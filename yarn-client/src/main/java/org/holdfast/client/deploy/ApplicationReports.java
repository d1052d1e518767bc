package org.holdfast.client.deploy;

import java.net.URI;
import java.util.Optional;
import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.apache.hadoop.yarn.api.records.FinalApplicationStatus;
import org.apache.hadoop.yarn.api.records.YarnApplicationState;
import org.holdfast.client.deploy.ApplicationStatus.Phase;
import org.holdfast.client.deploy.DeploymentException.Kind;

/** YARN's reports in our words. */
final class ApplicationReports {

    private ApplicationReports() {}

    static ApplicationStatus read(ApplicationReport report) {
        Optional<URI> restUrl = restUrl(report);
        return new ApplicationStatus(
                report.getApplicationId().toString(),
                report.getYarnApplicationState().toString(),
                phase(report, restUrl.isPresent()),
                report.getDiagnostics() == null ? "" : report.getDiagnostics().strip(),
                restUrl);
    }

    /** Reads {@code application_1700000000000_0001}. */
    static ApplicationId parseId(String text) throws DeploymentException {
        try {
            return ApplicationId.fromString(text.trim());
        } catch (IllegalArgumentException e) {
            throw new DeploymentException(
                    Kind.INVALID,
                    "'"
                            + text
                            + "' is no application id (expected: application_1700000000000_0001)",
                    e);
        }
    }

    private static Phase phase(ApplicationReport report, boolean hasRestUrl) {
        return switch (report.getYarnApplicationState()) {
            case NEW, NEW_SAVING, SUBMITTED, ACCEPTED -> Phase.STARTING;
            case RUNNING -> runningPhase(report.getFinalApplicationStatus(), hasRestUrl);
            case FINISHED -> finishedPhase(report.getFinalApplicationStatus());
            case FAILED -> Phase.FAILED;
            case KILLED -> Phase.KILLED;
        };
    }

    private static Phase runningPhase(FinalApplicationStatus end, boolean hasRestUrl) {
        if (end != FinalApplicationStatus.UNDEFINED) {
            return finishedPhase(end);
        }
        return hasRestUrl ? Phase.RUNNING : Phase.STARTING;
    }

    private static Phase finishedPhase(FinalApplicationStatus end) {
        return switch (end) {
            case SUCCEEDED, ENDED -> Phase.SUCCEEDED;
            case KILLED -> Phase.KILLED;
            case FAILED, UNDEFINED -> Phase.FAILED;
        };
    }

    private static Optional<URI> restUrl(ApplicationReport report) {
        String url = report.getOriginalTrackingUrl();
        return report.getYarnApplicationState() == YarnApplicationState.RUNNING
                        && url != null
                        && url.startsWith("http")
                ? Optional.of(URI.create(url))
                : Optional.empty();
    }
}
