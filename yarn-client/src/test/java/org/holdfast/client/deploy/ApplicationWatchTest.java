package org.holdfast.client.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.apache.hadoop.yarn.api.records.FinalApplicationStatus;
import org.apache.hadoop.yarn.api.records.YarnApplicationState;
import org.apache.hadoop.yarn.util.Records;
import org.junit.jupiter.api.Test;

class ApplicationWatchTest {

    private static final ApplicationId ID = ApplicationId.newInstance(1, 1);

    private final List<String> progress = new ArrayList<>();

    @Test
    void waitsUntilTheJobManagerServes() throws Exception {
        ApplicationStatus status =
                watch(
                                false,
                                Duration.ofSeconds(30),
                                report(YarnApplicationState.ACCEPTED),
                                report(YarnApplicationState.RUNNING))
                        .awaitRunning(ID);

        assertThat(status.phase()).isEqualTo(ApplicationStatus.Phase.RUNNING);
        assertThat(status.restUrl()).map(Object::toString).hasValue("http://worker:8081");
        assertThat(progress).containsExactly("Deploying cluster, current state ACCEPTED");
    }

    @Test
    void tellsTheEndOfAJobThatWasOverBeforeItWasSeen() throws Exception {
        ApplicationReport ended = report(YarnApplicationState.FINISHED);
        ended.setFinalApplicationStatus(FinalApplicationStatus.FAILED);
        ended.setDiagnostics("record 7 cannot be processed");

        ApplicationStatus status =
                watch(true, Duration.ofSeconds(30), report(YarnApplicationState.ACCEPTED), ended)
                        .awaitRunning(ID);

        assertThat(status.phase()).isEqualTo(ApplicationStatus.Phase.FAILED);
        assertThat(status.diagnostics()).isEqualTo("record 7 cannot be processed");
    }

    @Test
    void refusesASessionThatIsOverBeforeItServed() {
        ApplicationReport ended = report(YarnApplicationState.FINISHED);
        ended.setFinalApplicationStatus(FinalApplicationStatus.SUCCEEDED);

        assertThatThrownBy(() -> watch(false, Duration.ofSeconds(30), ended).awaitRunning(ID))
                .isInstanceOf(DeploymentException.class)
                .hasMessageContaining("ended before it served (SUCCEEDED)");
    }

    @Test
    void refusesAJobManagerThatDiedBeforeItServed() {
        ApplicationReport failed = report(YarnApplicationState.FAILED);
        failed.setFinalApplicationStatus(FinalApplicationStatus.FAILED);
        failed.setDiagnostics("exit code 1");

        assertThatThrownBy(() -> watch(true, Duration.ofSeconds(30), failed).awaitRunning(ID))
                .isInstanceOf(DeploymentException.class)
                .hasMessageContaining("ended before it served (FAILED): exit code 1");
    }

    @Test
    void waitsOnlySoLong() {
        assertThatThrownBy(
                        () ->
                                watch(true, Duration.ZERO, report(YarnApplicationState.ACCEPTED))
                                        .awaitRunning(ID))
                .isInstanceOf(DeploymentException.class)
                .hasMessageContaining("it is ACCEPTED. Its queue may be full");
    }

    /** YARN answers in turn, the last answer for ever. */
    private ApplicationWatch watch(
            boolean endsWithItsJob, Duration timeout, ApplicationReport... answers) {
        Deque<ApplicationReport> inTurn = new ArrayDeque<>(Arrays.asList(answers));
        return new ApplicationWatch(
                id -> inTurn.size() > 1 ? inTurn.remove() : inTurn.element(),
                timeout,
                endsWithItsJob,
                progress::add);
    }

    private static ApplicationReport report(YarnApplicationState state) {
        ApplicationReport report = Records.newRecord(ApplicationReport.class);
        report.setApplicationId(ID);
        report.setYarnApplicationState(state);
        report.setFinalApplicationStatus(FinalApplicationStatus.UNDEFINED);
        report.setOriginalTrackingUrl("http://worker:8081");
        report.setDiagnostics("");
        return report;
    }
}
