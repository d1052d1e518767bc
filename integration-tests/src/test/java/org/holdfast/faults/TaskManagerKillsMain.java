package org.holdfast.faults;

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
 * Kills TaskManagers of a session while self-checking jobs run in it; see {@code
 * integration-tests/faults/taskmanager-kills.sh}.
 *
 * <p>Exit status: 0 nothing lost or duplicated, 1 something was or a job failed, 2 the run itself
 * went wrong.
 */
public final class TaskManagerKillsMain {

    private TaskManagerKillsMain() {}

    /**
     * {@code --rest URL --holdfast SCRIPT --session FOLDER --jar JAR --output DIRECTORY --kills N
     * --seed N}, and what {@link SelfCheckSettings} reads.
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
        Leader leader = Leader.at(new RestClient(URI.create(args.required("rest"))));
        String output = args.required("output");
        String jar = args.required("jar");
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
                                jar));
        AtomicInteger jobs = new AtomicInteger();
        KillCampaign.Submission submission =
                () -> {
                    String folder = output + "/" + jobs.incrementAndGet();
                    JobId id = holdfast.submit(settings.arguments(folder));
                    return new SelfCheckedJob(leader, id, settings, SelfCheckedOutput.open(folder));
                };
        requireAllRead(args);
        System.out.println("seed " + seed + ", " + kills + " kills, " + settings);
        KillSchedule schedule = new KillSchedule(seed);
        return new KillCampaign(
                        submission,
                        new TaskManagerStriker(
                                new TaskManagerKiller(leader), schedule, settings.parallelism()),
                        schedule,
                        kills,
                        System.out)
                .run();
    }

    private static void requireAllRead(JobArguments args) {
        List<String> unknown = new ArrayList<>(args.unread());
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("Unknown arguments: " + unknown);
        }
    }
}
