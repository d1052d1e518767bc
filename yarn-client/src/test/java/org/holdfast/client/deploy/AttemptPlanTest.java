package org.holdfast.client.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.yarn.api.records.ApplicationSubmissionContext;
import org.apache.hadoop.yarn.util.Records;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.process.AttemptLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttemptPlanTest {

    private static final String MAX = "yarn.resourcemanager.am.max-attempts";
    private static final String GLOBAL_MAX = "yarn.resourcemanager.am.global.max-attempts";
    private static final String WANTED = "yarn.application-attempts";
    private static final String WINDOW = "yarn.application-attempt-failures-validity-interval";

    @ParameterizedTest(name = "wanted {0}, max-attempts {1}, global {2}: {3} of {4}")
    @CsvSource({
        // wanted, YARN's default and bound, its bound if that is another, effective, maximum
        " ,  ,   , 2,  2",
        " , 4,   , 4,  4",
        "3, 4,   , 3,  4",
        "4, 4,   , 4,  4",
        "10,4,   , 4,  4",
        " , 4, 20, 4, 20",
        "10,4, 20, 10,20",
        "10,4,  3, 3,  3",
        " , 4,  3, 3,  3",
        "1, 4,   , 1,  4",
    })
    void takesTheSmallerOfWhatIsWantedAndAllowed(
            String wanted, String maximum, String global, int effective, int bound) {
        AttemptPlan plan =
                plan(settings("high-availability", "zookeeper", WANTED, wanted), maximum, global);

        assertThat(plan.limits()).isEqualTo(new AttemptLimits(effective, bound, 10_000));
        assertThat(plan.keepContainers()).isTrue();
        assertThat(plan.remarks())
                .contains(
                        "Application attempts: %d (YARN's maximum is %d); a failure counts for 10000 ms"
                                .formatted(effective, bound));
    }

    @Test
    void saysThatItGivesLessThanWasWanted() {
        AttemptPlan plan =
                plan(settings("high-availability", "zookeeper", WANTED, "10"), "4", null);
        assertThat(plan.remarks())
                .contains(
                        "yarn.application-attempts is 10, but YARN allows at most 4 ("
                                + MAX
                                + " in its yarn-site.xml): 4 it is.");
    }

    @Test
    void isQuietAboutWhatItGivesInFull() {
        AttemptPlan plan = plan(settings("high-availability", "zookeeper", WANTED, "3"), "4", null);
        assertThat(plan.remarks()).hasSize(1);
    }

    @Test
    void saysThatTaskManagersWaitTooShort() {
        Map<String, String> settings = settings("high-availability", "zookeeper", WANTED, "3");
        settings.put("taskmanager.orphan-lease", "5 min");
        assertThat(plan(settings, "4", null).remarks())
                .hasSize(2)
                .anyMatch(remark -> remark.startsWith("taskmanager.orphan-lease is 5 min, but"));
    }

    @Test
    void forgetsFailuresAfterTheConfiguredTimeOrElseAfterTheAskTimeout() {
        Map<String, String> settings = settings("high-availability", "zookeeper");
        settings.put("akka.ask.timeout", "30 s");
        assertThat(plan(settings, "4", null).limits().failureWindowMillis()).isEqualTo(30_000);

        settings.put(WINDOW, "5 min");
        assertThat(plan(settings, "4", null).limits().failureWindowMillis()).isEqualTo(300_000);

        settings.put(WINDOW, "-1");
        AttemptPlan forEver = plan(settings, "4", null);
        assertThat(forEver.limits().failureWindowMillis()).isEqualTo(-1);
        assertThat(forEver.remarks())
                .contains("Application attempts: 4 (YARN's maximum is 4); all failures count");
    }

    @Test
    void oneAttemptAndNoContainersWithoutHighAvailability() {
        AttemptPlan plan = plan(settings(WANTED, "10", WINDOW, "1 min"), "4", null);

        assertThat(plan.limits()).isEqualTo(new AttemptLimits(1, 4, -1));
        assertThat(plan.keepContainers()).isFalse();
        assertThat(plan.remarks())
                .containsExactly(
                        "yarn.application-attempts is 10, but without high availability YARN starts"
                                + " the ApplicationMaster once only.",
                        WINDOW
                                + " is 1 min, but without high availability YARN starts the"
                                + " ApplicationMaster once only.",
                        "Application attempts: 1 (YARN's maximum is 4); no high availability");
    }

    @Test
    void tellsYarn() {
        ApplicationSubmissionContext application =
                Records.newRecord(ApplicationSubmissionContext.class);
        plan(settings("high-availability", "zookeeper", WANTED, "3"), "4", null)
                .describe(application);

        assertThat(application.getMaxAppAttempts()).isEqualTo(3);
        assertThat(application.getAttemptFailuresValidityInterval()).isEqualTo(10_000);
        assertThat(application.getKeepContainersAcrossApplicationAttempts()).isTrue();
    }

    @ParameterizedTest(name = "YARN {0}")
    @CsvSource({
        // version, keeps containers, milliseconds a failure counts, remarks
        "2.3, false,    -1, 2",
        "2.4, true,     -1, 2",
        "2.5, true,     -1, 1",
        "2.6, true,  10000, 0",
        "3.5, true,  10000, 0"
    })
    void saysWhatAnOldYarnCannotDoAndDoesNotAskForIt(
            String version, boolean keepsContainers, long windowMillis, int remarks) {
        AttemptPlan plan =
                plan(
                        settings("high-availability", "zookeeper", WANTED, "3"),
                        "4",
                        null,
                        YarnVersion.parse(version));

        assertThat(plan.keepContainers()).isEqualTo(keepsContainers);
        assertThat(plan.limits()).isEqualTo(new AttemptLimits(3, 4, windowMillis));
        assertThat(plan.remarks())
                .filteredOn(remark -> remark.contains("YARN " + version + " "))
                .hasSize(remarks);
    }

    private static AttemptPlan plan(Map<String, String> settings, String maximum, String global) {
        return plan(settings, maximum, global, Optional.empty());
    }

    private static AttemptPlan plan(
            Map<String, String> settings,
            String maximum,
            String global,
            Optional<YarnVersion> version) {
        org.apache.hadoop.conf.Configuration hadoop =
                new org.apache.hadoop.conf.Configuration(false);
        if (maximum != null) {
            hadoop.set(MAX, maximum);
        }
        if (global != null) {
            hadoop.set(GLOBAL_MAX, global);
        }
        return AttemptPlan.of(Configuration.of(settings), hadoop, version);
    }

    private static Map<String, String> settings(String... keysAndValues) {
        Map<String, String> settings = new HashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            if (keysAndValues[i + 1] != null) {
                settings.put(keysAndValues[i], keysAndValues[i + 1]);
            }
        }
        return settings;
    }
}
