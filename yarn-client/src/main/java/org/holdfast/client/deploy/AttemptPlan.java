package org.holdfast.client.deploy;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.yarn.api.records.ApplicationSubmissionContext;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.holdfast.runtime.config.AkkaOptions;
import org.holdfast.runtime.config.ConfigOption;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.config.YarnOptions;
import org.holdfast.runtime.highavailability.HighAvailability;
import org.holdfast.runtime.process.AttemptLimits;

/**
 * How often YARN is to start the ApplicationMaster, whether its TaskManagers outlive it, and what
 * the user is told about both.
 *
 * @param keepContainers across attempts; with high availability only
 * @param remarks lines for the user
 */
record AttemptPlan(AttemptLimits limits, boolean keepContainers, List<String> remarks) {

    private static final long ALL_COUNT = -1;
    private static final Duration FOR_EVER = Duration.ofMillis(-1);

    AttemptPlan {
        requireNonNull(limits, "limits");
        remarks = List.copyOf(remarks);
    }

    /**
     * Puts together what the user wants and what YARN allows.
     *
     * @param hadoop the cluster's configuration, which says how much YARN allows
     * @param version of YARN; if it is not known, it is taken for one that can do everything
     */
    static AttemptPlan of(
            Configuration configuration,
            org.apache.hadoop.conf.Configuration hadoop,
            Optional<YarnVersion> version) {
        YarnMaximum maximum = YarnMaximum.of(hadoop);
        return HighAvailability.isOn(configuration)
                ? severalAttempts(configuration, hadoop, maximum, version)
                : oneAttempt(configuration, maximum);
    }

    private static AttemptPlan oneAttempt(Configuration configuration, YarnMaximum maximum) {
        List<String> remarks = new ArrayList<>();
        configuration
                .find(YarnOptions.APPLICATION_ATTEMPTS)
                .filter(attempts -> attempts != 1)
                .ifPresent(
                        attempts ->
                                remarks.add(
                                        withoutEffect(YarnOptions.APPLICATION_ATTEMPTS, attempts)));
        configuration
                .find(YarnOptions.ATTEMPT_FAILURES_VALIDITY_INTERVAL)
                .ifPresent(
                        interval ->
                                remarks.add(
                                        withoutEffect(
                                                YarnOptions.ATTEMPT_FAILURES_VALIDITY_INTERVAL,
                                                interval)));
        remarks.add(
                "Application attempts: 1 (YARN's maximum is %d); no high availability"
                        .formatted(maximum.attempts()));
        return new AttemptPlan(new AttemptLimits(1, maximum.attempts(), ALL_COUNT), false, remarks);
    }

    private static <T> String withoutEffect(ConfigOption<T> option, T value) {
        return option
                + " is "
                + option.print(value)
                + ", but without high availability YARN starts the ApplicationMaster once only.";
    }

    private static AttemptPlan severalAttempts(
            Configuration configuration,
            org.apache.hadoop.conf.Configuration hadoop,
            YarnMaximum maximum,
            Optional<YarnVersion> version) {
        List<String> remarks = new ArrayList<>();
        Optional<Integer> wanted = configuration.find(YarnOptions.APPLICATION_ATTEMPTS);
        int attempts = Math.min(wanted.orElse(maximum.byDefault()), maximum.attempts());
        if (wanted.isPresent() && wanted.get() > attempts) {
            remarks.add(
                    "%s is %d, but YARN allows at most %d (%s in its yarn-site.xml): %d it is."
                            .formatted(
                                    YarnOptions.APPLICATION_ATTEMPTS,
                                    wanted.get(),
                                    maximum.attempts(),
                                    maximum.key(),
                                    attempts));
        }
        boolean failuresAge = version.isEmpty() || !version.get().isBefore(2, 6);
        boolean containersStay = version.isEmpty() || !version.get().isBefore(2, 4);
        version.ifPresent(known -> remarks.addAll(lacksOf(known)));
        Duration interval =
                failuresAge
                        ? configuration
                                .find(YarnOptions.ATTEMPT_FAILURES_VALIDITY_INTERVAL)
                                .orElseGet(() -> configuration.get(AkkaOptions.ASK_TIMEOUT))
                        : FOR_EVER;
        AttemptLimits limits =
                new AttemptLimits(
                        attempts,
                        maximum.attempts(),
                        interval.isNegative() ? ALL_COUNT : interval.toMillis());
        remarks.add(
                "Application attempts: %d (YARN's maximum is %d); %s"
                        .formatted(
                                attempts,
                                maximum.attempts(),
                                interval.isNegative()
                                        ? "all failures count"
                                        : "a failure counts for " + interval.toMillis() + " ms"));
        if (attempts == 1) {
            remarks.add(
                    "With a single attempt a JobManager that fails is not started again; its jobs"
                            + " can be recovered only by another application with the same"
                            + " cluster id (-z).");
        }
        if (containersStay) {
            new OrphanLeaseCheck(configuration, hadoop).remark().ifPresent(remarks::add);
        }
        return new AttemptPlan(limits, containersStay, remarks);
    }

    /** What a YARN so old would leave out without a word. */
    private static List<String> lacksOf(YarnVersion version) {
        List<String> lacks = new ArrayList<>();
        if (version.isBefore(2, 4)) {
            lacks.add(
                    "YARN "
                            + version
                            + " keeps no containers (2.4 does): when the JobManager fails, all"
                            + " TaskManagers are started again.");
        } else if (version.isBefore(2, 5)) {
            lacks.add(
                    "YARN "
                            + version
                            + " has a defect that keeps a JobManager from starting TaskManagers"
                            + " after a failure (FLINK-4142); use 2.5 or later.");
        }
        if (version.isBefore(2, 6)) {
            lacks.add(
                    "YARN "
                            + version
                            + " counts all failures for ever (2.6 does not): "
                            + YarnOptions.ATTEMPT_FAILURES_VALIDITY_INTERVAL
                            + " has no effect.");
        }
        return lacks;
    }

    /** Tells YARN. */
    void describe(ApplicationSubmissionContext application) {
        application.setMaxAppAttempts(limits.attempts());
        application.setAttemptFailuresValidityInterval(limits.failureWindowMillis());
        application.setKeepContainersAcrossApplicationAttempts(keepContainers);
    }

    /**
     * What YARN allows.
     *
     * @param attempts the most any application can have
     * @param byDefault how many an application has that asks for no number
     * @param key which of YARN's settings is the bound
     */
    private record YarnMaximum(int attempts, int byDefault, String key) {

        /** As YARN itself reads them. */
        static YarnMaximum of(org.apache.hadoop.conf.Configuration hadoop) {
            int byDefault =
                    Math.max(
                            1,
                            hadoop.getInt(
                                    YarnConfiguration.RM_AM_MAX_ATTEMPTS,
                                    YarnConfiguration.DEFAULT_RM_AM_MAX_ATTEMPTS));
            int global = hadoop.getInt(YarnConfiguration.GLOBAL_RM_AM_MAX_ATTEMPTS, 0);
            return global > 0
                    ? new YarnMaximum(
                            global, byDefault, YarnConfiguration.GLOBAL_RM_AM_MAX_ATTEMPTS)
                    : new YarnMaximum(byDefault, byDefault, YarnConfiguration.RM_AM_MAX_ATTEMPTS);
        }
    }
}
