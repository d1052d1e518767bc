package org.holdfast.faults;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.holdfast.api.JobArguments;
import org.holdfast.runtime.jobgraph.JobId;
import org.holdfast.runtime.rest.client.RestClient;
import org.holdfast.selfcheck.SelfCheckedOutput;
import org.holdfast.selfcheck.SelfCheckingJob;

/**
 * Kills processes of a session while self-checking jobs run in it; see {@code
 * integration-tests/faults/taskmanager-kills.sh} and {@code random-kills.sh}.
 *
 * <p>Exit status: 0 nothing lost or duplicated, 1 something was or a job failed, 2 the run itself
 * went wrong.
 */
public final class KillsMain {

    private KillsMain() {}

    /**
     * {@code --rest URL --holdfast SCRIPT --session FOLDER --jar JAR --output DIRECTORY --kills N
     * --seed N}, and what {@link SelfCheckSettings} reads; for a session with high availability,
     * whose ApplicationMaster is killed, too, {@code --zookeeper HOST:PORT --cluster ID} instead of
     * {@code --rest}.
     */
    public static void main(String[] args) {
        int status = 2;
        try {
            status = run(JobArguments.parse(List.of(args))) ? 0 : 1;
        } catch (Exception e) {
            System.out.println("The run went wrong: " + e);
            e.printStackTrace(System.out);
        }
        System.exit(status);
    }

    private static boolean run(JobArguments args) throws Exception {
        int kills = Math.toIntExact(args.getLong("kills", 200));
        long seed = args.getLong("seed", 1);
        SelfCheckSettings settings = SelfCheckSettings.of(args, kills);
        KillSchedule schedule = new KillSchedule(seed);
        Target target =
                args.optional("zookeeper").isPresent()
                        ? withJobManager(args, settings, schedule, seed)
                        : taskManagersOnly(args, settings, schedule);
        KillCampaign.Submission submission = submission(args, settings, target.leader());
        requireAllRead(args);
        System.out.println("seed " + seed + ", " + kills + " kills, " + settings);
        return new KillCampaign(submission, target.striker(), schedule, kills, System.out).run();
    }

    /** What is struck, and who is asked what becomes of it. */
    private record Target(Leader leader, Striker striker) {}

    private static Target taskManagersOnly(
            JobArguments args, SelfCheckSettings settings, KillSchedule schedule) {
        Leader leader = Leader.at(new RestClient(URI.create(args.required("rest"))));
        return new Target(
                leader,
                new TaskManagerStriker(
                        new TaskManagerKiller(leader), schedule, settings.parallelism()));
    }

    private static Target withJobManager(
            JobArguments args, SelfCheckSettings settings, KillSchedule schedule, long seed)
            throws IOException {
        return new Target(
                HighAvailableCluster.open(args),
                new RandomStriker(
                        new ApplicationProcesses(args.required("cluster")),
                        schedule,
                        seed,
                        settings.parallelism()));
    }

    private static KillCampaign.Submission submission(
            JobArguments args, SelfCheckSettings settings, Leader leader) {
        String output = args.required("output");
        HoldfastCommand holdfast =
                new HoldfastCommand(
                        List.of(
                                args.required("holdfast"),
                                "run",
                                "-d",
                                "-p",
                                String.valueOf(settings.parallelism()),
                                "-Dyarn.properties-file.location=" + args.required("session"),
                                "-Dexecution.checkpointing.interval=1s",
                                "-Drestart-strategy=fixed-delay",
                                "-Drestart-strategy.fixed-delay.attempts=1000000",
                                "-Drestart-strategy.fixed-delay.delay=0s",
                                "-c",
                                SelfCheckingJob.class.getName(),
                                args.required("jar")));
        AtomicInteger jobs = new AtomicInteger();
        return () -> {
            String folder = output + "/" + jobs.incrementAndGet();
            JobId id = holdfast.submit(settings.arguments(folder));
            return new SelfCheckedJob(leader, id, settings, SelfCheckedOutput.open(folder));
        };
    }

    private static void requireAllRead(JobArguments args) {
        List<String> unknown = new ArrayList<>(args.unread());
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("Unknown arguments: " + unknown);
        }
    }
}
