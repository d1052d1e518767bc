package org.holdfast.it;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.yarn.api.records.ApplicationAttemptReport;
import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.apache.hadoop.yarn.api.records.YarnApplicationState;
import org.apache.hadoop.yarn.client.api.YarnClient;
import org.apache.hadoop.yarn.exceptions.YarnException;
import org.awaitility.Awaitility;
import org.holdfast.faults.ApplicationProcesses;
import org.holdfast.faults.HighAvailableCluster;
import org.holdfast.faults.JobManagerFailover;
import org.holdfast.faults.JobManagerFailover.Strike;
import org.holdfast.faults.JobManagerFailover.Times;
import org.holdfast.localhadoop.LocalHadoop;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.highavailability.HighAvailability;
import org.holdfast.runtime.highavailability.HighAvailabilityServices;
import org.holdfast.runtime.jobgraph.JobId;

/**
 * A session with high availability and one job, which counts for ever and takes a checkpoint every
 * 300 ms, on two TaskManagers.
 */
final class HighlyAvailableSession implements AutoCloseable {

    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final int TASK_MANAGERS = 2;

    private final Configuration configuration;
    private final YarnClient yarn;
    private final ApplicationId application;
    private final JobId job;
    private final HighAvailableCluster cluster;
    private final ApplicationProcesses processes;
    private final JobManagerFailover failover;
    private Instant latestFailure = Instant.EPOCH;

    /** Starts it, and the job. */
    HighlyAvailableSession(
            Client client, LocalHadoop hadoop, YarnClient yarn, Map<String, String> settings)
            throws Exception {
        this.yarn = yarn;
        this.configuration = Configuration.of(settings);
        try (ClientProcess start = client.yarnSession(words(settings))) {
            start.expectExit(0);
            application =
                    ApplicationId.fromString(start.awaitOutput("-id (application_\\d+_\\d+)"));
        }
        job = submit(client);
        cluster =
                HighAvailableCluster.open(
                        hadoop.zooKeeperConnect(), "/flink", application.toString());
        processes = new ApplicationProcesses(application.toString());
        failover = new JobManagerFailover(cluster, processes, job);
    }

    /** High availability on this Hadoop's ZooKeeper and HDFS. */
    static Map<String, String> settings(LocalHadoop hadoop) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("high-availability", "zookeeper");
        settings.put("high-availability.zookeeper.quorum", hadoop.zooKeeperConnect());
        settings.put("high-availability.storageDir", "/attempts-test/recovery");
        return settings;
    }

    /** What a session with these settings is started with. */
    static String[] words(Map<String, String> settings) {
        List<String> words = new ArrayList<>(List.of("-d", "-jm", "512", "-tm", "512"));
        words.addAll(List.of("-n", String.valueOf(TASK_MANAGERS), "-s", "1"));
        settings.forEach((key, value) -> words.add("-D" + key + "=" + value));
        return words.toArray(new String[0]);
    }

    private JobId submit(Client client) throws Exception {
        try (ClientProcess run =
                client.holdfast(
                        "run",
                        "-d",
                        "-yid",
                        application.toString(),
                        "-p",
                        String.valueOf(TASK_MANAGERS),
                        "-Dexecution.checkpointing.interval=300 ms",
                        "-c",
                        "org.holdfast.testjobs.EndlessCount",
                        Client.testJobs())) {
            run.expectExit(0);
            return new JobId(run.awaitOutput("JobID ([0-9a-f]{32})"));
        }
    }

    ApplicationId application() {
        return application;
    }

    JobId job() {
        return job;
    }

    HighAvailableCluster cluster() {
        return cluster;
    }

    ApplicationProcesses processes() {
        return processes;
    }

    /** Where it says who leads. */
    HighAvailabilityServices services() {
        return HighAvailability.services(configuration, application.toString()).orElseThrow();
    }

    /**
     * Has its ApplicationMaster fail, which at first runs well, and waits until the next one does.
     *
     * @param interval no attempt may have failed within it
     */
    Times failOnce(Duration interval, Strike strike) throws Exception {
        failover.awaitSteady(TASK_MANAGERS);
        awaitFailuresAreOlderThan(interval);
        Times times = failover.strike(strike);
        latestFailure = Instant.now();
        return times;
    }

    /** Waits until all failures so far are older. */
    void awaitFailuresAreOlderThan(Duration interval) {
        Awaitility.await("the latest failure is older than " + interval)
                .atMost(LONGEST)
                .until(() -> Instant.now().isAfter(latestFailure.plus(interval)));
    }

    /** What YARN says of each of its attempts, by number. */
    Map<Integer, ApplicationAttemptReport> attempts() throws YarnException, IOException {
        Map<Integer, ApplicationAttemptReport> byNumber = new HashMap<>();
        for (ApplicationAttemptReport attempt : yarn.getApplicationAttempts(application)) {
            byNumber.put(attempt.getApplicationAttemptId().getAttemptId(), attempt);
        }
        return byNumber;
    }

    /** Waits until it is over. */
    ApplicationReport awaitEnd() {
        return awaitEnd(yarn, application);
    }

    /** Waits until an application is over. */
    static ApplicationReport awaitEnd(YarnClient yarn, ApplicationId application) {
        return Awaitility.await("end of " + application)
                .atMost(LONGEST)
                .until(
                        () -> yarn.getApplicationReport(application),
                        HighlyAvailableSession::isOver);
    }

    private static boolean isOver(ApplicationReport report) {
        YarnApplicationState state = report.getYarnApplicationState();
        return state == YarnApplicationState.FINISHED
                || state == YarnApplicationState.FAILED
                || state == YarnApplicationState.KILLED;
    }

    @Override
    public void close() throws Exception {
        cluster.close();
        if (!isOver(yarn.getApplicationReport(application))) {
            yarn.killApplication(application);
        }
    }
}
