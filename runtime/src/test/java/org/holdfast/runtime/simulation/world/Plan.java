package org.holdfast.runtime.simulation.world;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import org.holdfast.api.SourceSplit;
import org.holdfast.runtime.jobgraph.GraphHashes;
import org.holdfast.runtime.jobgraph.JobCode;
import org.holdfast.runtime.jobgraph.JobEdge;
import org.holdfast.runtime.jobgraph.JobGraph;
import org.holdfast.runtime.jobgraph.JobId;
import org.holdfast.runtime.jobgraph.JobVertex;
import org.holdfast.runtime.jobgraph.Partitioning;

/**
 * What differs between worlds before anything happens.
 *
 * @param slots of each TaskManager
 * @param settings of the cluster
 * @param jobs to be submitted
 * @param onlyJobManagers whether harm is done to JobManagers only, and what they alone depend on
 * @param standalone what runs on the hosts; empty on YARN
 */
record Plan(
        int slots,
        Map<String, String> settings,
        List<JobGraph> jobs,
        boolean onlyJobManagers,
        Optional<Standalone> standalone) {

    private static final int SLOW_END = 100_000;

    /** One seed in so many is for a cluster without YARN. */
    private static final int STANDALONE = 3;

    private static final int MOST_JOB_MANAGERS = 3;

    /**
     * A cluster without YARN.
     *
     * @param jobManagers one of which leads
     * @param taskManagers at the beginning, and when all is well again
     * @param named whether a TaskManager has the name of the one before on its host
     */
    record Standalone(int jobManagers, int taskManagers, boolean named) {}

    /** How a seed's plan is made. */
    static Function<Random, Plan> ofSeed(long seed) {
        return seed % STANDALONE == 0 ? random -> of(random).onHosts(random) : Plan::of;
    }

    private Plan onHosts(Random random) {
        int needed = jobs.stream().mapToInt(job -> job.vertices().get(0).parallelism()).sum();
        int taskManagers = (needed + slots - 1) / slots + random.nextInt(2);
        int jobManagers = 1 + random.nextInt(MOST_JOB_MANAGERS);
        return onHosts(new Standalone(jobManagers, taskManagers, random.nextBoolean()));
    }

    private Plan onHosts(Standalone hosts) {
        return new Plan(slots, settings, jobs, onlyJobManagers, Optional.of(hosts));
    }

    static Plan of(Random random) {
        Map<String, String> settings = new HashMap<>();
        settings.put("heartbeat.interval", "4 s");
        settings.put("heartbeat.timeout", "20 s");
        settings.put("metrics.report-interval", "4 s");
        settings.put("task.cancellation.timeout", "5 s");
        boolean onlyJobManagers = random.nextInt(5) == 0;
        int lease = onlyJobManagers ? 900 : 30 + random.nextInt(90);
        settings.put("taskmanager.orphan-lease", lease + " s");
        settings.put("taskmanager.registration.timeout", "120 s");
        settings.put("state.checkpoints.num-retained", Integer.toString(1 + random.nextInt(2)));
        List<JobGraph> jobs = new ArrayList<>();
        int number = 1 + random.nextInt(2);
        for (int i = 0; i < number; i++) {
            jobs.add(job(random, i, onlyJobManagers));
        }
        int slots = 1 + random.nextInt(2);
        settings.put("taskmanager.numberOfTaskSlots", Integer.toString(slots));
        return new Plan(slots, settings, jobs, onlyJobManagers, Optional.empty());
    }

    /** One job with a few records, two TaskManagers, checkpoints often enough for two of them. */
    static Plan tiny() {
        Map<String, String> settings = new HashMap<>();
        settings.put("heartbeat.interval", "4 s");
        settings.put("heartbeat.timeout", "20 s");
        settings.put("metrics.report-interval", "4 s");
        settings.put("task.cancellation.timeout", "5 s");
        settings.put("taskmanager.orphan-lease", "60 s");
        settings.put("taskmanager.numberOfTaskSlots", "1");
        settings.put("state.checkpoints.num-retained", "1");
        Map<String, String> ofJob = new HashMap<>();
        ofJob.put("execution.checkpointing.interval", "1 s");
        ofJob.put("execution.checkpointing.timeout", "10 s");
        ofJob.put("restart-strategy", "fixed-delay");
        ofJob.put("restart-strategy.fixed-delay.attempts", "100000");
        ofJob.put("restart-strategy.fixed-delay.delay", "0 ms");
        List<SourceSplit> splits =
                List.of(new SourceSplit("split-0", "", 50), new SourceSplit("split-1", "", 50));
        JobGraph job = graph(new JobId("%032x".formatted(0xabc)), "job-0", 2, splits, ofJob);
        return new Plan(1, settings, List.of(job), false, Optional.empty());
    }

    /** The same with a leader and one that stands by for it. */
    static Plan tinyStandalone() {
        return tiny().onHosts(new Standalone(2, 2, false));
    }

    private static JobGraph job(Random random, int number, boolean onlyJobManagers) {
        int parallelism = 1 + random.nextInt(2);
        boolean ends = random.nextBoolean();
        int size = ends ? 200 + random.nextInt(1_500) : SLOW_END;
        List<SourceSplit> splits = new ArrayList<>();
        for (int i = 0; i < parallelism + random.nextInt(2); i++) {
            splits.add(new SourceSplit("split-" + i, "", size));
        }
        Map<String, String> settings = new HashMap<>();
        settings.put("execution.checkpointing.interval", 1_500 + random.nextInt(4_000) + " ms");
        settings.put("execution.checkpointing.timeout", "10 s");
        if (onlyJobManagers || random.nextBoolean()) {
            // else a closing checkpoint that cannot be committed restarts the job
            settings.put("execution.checkpointing.tolerable-failed-checkpoints", "1000");
        }
        settings.put("restart-strategy", "fixed-delay");
        settings.put("restart-strategy.fixed-delay.attempts", "100000");
        settings.put("restart-strategy.fixed-delay.delay", random.nextInt(3) * 500 + " ms");
        String id = "%032x".formatted(0xabcL + number);
        return graph(new JobId(id), "job-" + number, parallelism, splits, settings);
    }

    private static JobGraph graph(
            JobId id,
            String name,
            int parallelism,
            List<SourceSplit> splits,
            Map<String, String> settings) {
        List<JobVertex> vertices =
                List.of(
                        new JobVertex(0, "numbers", List.of("numbers"), parallelism, true, splits),
                        new JobVertex(
                                1,
                                "count -> out",
                                List.of("count", SimSnapshots.SINK),
                                parallelism,
                                true,
                                List.of()));
        List<JobEdge> edges = List.of(new JobEdge(0, 0, 0, 1, Partitioning.HASH));
        String jar = Integer.toHexString(0xa0 + (name.charAt(name.length() - 1) & 0xf)).repeat(32);
        JobCode code = new JobCode(jar, "org.example.Simulated", List.of(), 1);
        return new JobGraph(
                id, name, code, vertices, edges, settings, GraphHashes.of(vertices, edges));
    }

    /** A job with the id of another. */
    static JobGraph impostorOf(JobGraph job) {
        return graph(job.id(), "impostor", 1, job.vertices().get(0).splits(), job.settings());
    }
}
