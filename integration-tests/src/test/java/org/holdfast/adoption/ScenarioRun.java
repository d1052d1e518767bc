package org.holdfast.adoption;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.apache.hadoop.yarn.client.api.YarnClient;
import org.holdfast.faults.ApplicationProcesses;
import org.holdfast.faults.ApplicationProcesses.Container;
import org.holdfast.faults.HighAvailableCluster;
import org.holdfast.localhadoop.LocalHadoop;
import org.holdfast.meter.Readings;
import org.holdfast.runtime.jobgraph.JobId;
import org.holdfast.selfcheck.MeteredJob;
import org.holdfast.selfcheck.Verdict;

/** A {@link Scenario} in a session and with a job of its own. */
final class ScenarioRun {

    private static final int RATE = 20_000;

    /**
     * How far from its end a job is struck that ends meanwhile; what REST tells is a little old.
     */
    private static final long LEFT_RECORDS = RATE * 3L / 2;

    private static final String ROOT = "/holdfast-adoption";

    private final Scenario scenario;
    private final LocalHadoop hadoop;
    private final KillableZooKeeper zooKeeper;
    private final Commands commands;
    private final Path folder;
    private final Path once;
    private final String jar;

    /**
     * @param folder its own, local
     * @param jar of the job
     */
    ScenarioRun(
            Scenario scenario,
            LocalHadoop hadoop,
            KillableZooKeeper zooKeeper,
            Commands commands,
            Path folder,
            String jar) {
        this.scenario = scenario;
        this.hadoop = hadoop;
        this.zooKeeper = zooKeeper;
        this.commands = commands;
        this.folder = folder;
        this.once = folder.resolve("once");
        this.jar = jar;
    }

    /**
     * Runs it, and prints a row.
     *
     * @return whether all was as demanded
     */
    boolean run() throws Exception {
        // no fault point strikes yet
        Files.createFile(once);
        String application = startSession();
        ApplicationProcesses processes = new ApplicationProcesses(application);
        try (YarnClient yarn = YarnClient.createYarnClient();
                HighAvailableCluster cluster =
                        HighAvailableCluster.open(zooKeeper.connectString(), ROOT, application)) {
            yarn.init(hadoop.configuration());
            yarn.start();
            try {
                MeteredRun.Job job = submit(application);
                MeteredRun run = new MeteredRun(cluster, processes, job, new Random(1));
                run.awaitSteady();
                ClassData.await(processes);
                Surroundings there =
                        new Surroundings(hadoop, zooKeeper, processes, job.folder(), once);
                return scenario == Scenario.BOUNDED
                        ? runBounded(run, there)
                        : runUnbounded(run, there);
            } finally {
                yarn.killApplication(ApplicationId.fromString(application));
            }
        }
    }

    private String startSession() throws IOException, InterruptedException {
        List<String> words =
                new ArrayList<>(List.of("-d", "-n", "2", "-s", "2", "-jm", "768", "-tm", "1024"));
        words.add("-Dyarn.properties-file.location=" + folder);
        words.add("-Dhigh-availability=zookeeper");
        words.add("-Dhigh-availability.zookeeper.quorum=" + zooKeeper.connectString());
        words.add("-Dhigh-availability.zookeeper.path.root=" + ROOT);
        words.add("-Dhigh-availability.storageDir=/adoption/ha");
        words.add(
                "-Dhigh-availability.zookeeper.client.session-timeout="
                        + Scenario.SESSION.toMillis()
                        + "ms");
        words.add("-Dyarn.application-attempts=10");
        if (!scenario.faultPoint().isEmpty()) {
            words.add(
                    "-Denv.java.opts.jobmanager=-Dholdfast.fault-point=%s -Dholdfast.fault-point.once=%s"
                            .formatted(scenario.faultPoint(), once));
        }
        return commands.call("-id (application_\\d+_\\d+)", "yarn-session.sh", words);
    }

    private MeteredRun.Job submit(String application) throws IOException, InterruptedException {
        Path meters = Files.createDirectories(folder.resolve("job"));
        String output = "/adoption/output/" + scenario;
        List<String> words =
                new ArrayList<>(
                        List.of(
                                "run",
                                "-d",
                                "-yid",
                                application,
                                "-p",
                                "" + MeteredRun.PARALLELISM));
        words.add("-Dyarn.properties-file.location=" + folder);
        words.add("-Dexecution.checkpointing.interval=1s");
        words.add("-Drestart-strategy=fixed-delay");
        words.add("-Drestart-strategy.fixed-delay.attempts=1000000");
        words.add("-Drestart-strategy.fixed-delay.delay=0s");
        words.addAll(List.of("-c", MeteredJob.class.getName(), jar));
        words.addAll(List.of("--folder", meters.toString(), "--output", output));
        words.addAll(List.of("--rate", "" + RATE));
        String id = commands.call("JobID ([0-9a-f]{32})", "holdfast", words);
        String uri = hadoop.configuration().get("fs.defaultFS") + output;
        return new MeteredRun.Job(new JobId(id), meters, uri, RATE);
    }

    private boolean runUnbounded(MeteredRun run, Surroundings there)
            throws IOException, InterruptedException {
        Outage outage = run.strike(master -> scenario.strike(master, there));
        Verdict verdict = run.end();
        List<String> broken = new ArrayList<>(scenario.demand().brokenBy(outage));
        return report(outage.cells(), verdict, broken);
    }

    /** Its end comes before the next JobManager. */
    private boolean runBounded(MeteredRun run, Surroundings there)
            throws IOException, InterruptedException {
        long records = run.tellEnd();
        there.await(
                "the end is near", () -> run.details().completedSize() >= records - LEFT_RECORDS);
        Observed before = run.observe();
        Container master = there.processes().jobManagers().get(0);
        long start = System.nanoTime();
        scenario.strike(master, there);
        Verdict verdict = run.awaitEnd(records);
        long end = System.nanoTime();
        Observed after = run.observe();
        Readings readings = run.readings();
        Readings.Span span = readings.between(start, end);
        int changed = after.attemptsChangedSince(before);
        List<String> broken = new ArrayList<>();
        if (changed > 0) {
            broken.add("attempts changed: " + changed);
        }
        if (readings.again() > 0) {
            broken.add("records processed twice: " + readings.again());
        }
        String cells =
                "%d | %d | %d | - | %.1f | - | -"
                        .formatted(
                                changed,
                                after.taskManagersGoneSince(before),
                                readings.again(),
                                span.longestGap() / 1e6);
        return report(cells, verdict, broken);
    }

    private boolean report(String cells, Verdict verdict, List<String> broken) {
        if (!verdict.isExactlyOnce()) {
            broken.add(verdict.toString());
        }
        System.out.printf(
                "| %s (%s) | %s | %s | %s |%n",
                scenario.words(),
                scenario,
                cells,
                verdict.isExactlyOnce() ? "exact" : "BROKEN",
                broken.isEmpty() ? "yes" : "NO: " + String.join(", ", broken));
        return broken.isEmpty();
    }
}
