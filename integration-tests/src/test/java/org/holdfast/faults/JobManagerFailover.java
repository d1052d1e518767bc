package org.holdfast.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.holdfast.faults.ApplicationProcesses.Container;
import org.holdfast.ha.leader.PublishedLeader;
import org.holdfast.runtime.checkpoint.CheckpointId;
import org.holdfast.runtime.checkpoint.CheckpointReport;
import org.holdfast.runtime.dispatcher.JobDetails;
import org.holdfast.runtime.dispatcher.JobStatus;
import org.holdfast.runtime.jobgraph.JobId;
import org.holdfast.runtime.rest.client.RestClient;
import org.holdfast.runtime.rest.client.RestException;
import org.holdfast.runtime.task.ExecutionState;

/** One kill of the ApplicationMaster of a running job, seen from outside. */
public final class JobManagerFailover {

    private static final Duration LONGEST = Duration.ofSeconds(120);
    private static final long POLL_MILLIS = 10;
    private static final Pattern REQUEST = Pattern.compile("Requesting (\\d+) containers");

    private final HighAvailableCluster cluster;
    private final ClusterProcesses processes;
    private final JobId id;

    /**
     * What was seen, in milliseconds from the kill.
     *
     * @param started the next ApplicationMaster's process, as long ago as it says itself
     * @param serving it is published as the leader, and answers over REST
     * @param running every task is RUNNING
     * @param checkpoint it has committed one of its own
     * @param phases what it says itself, in milliseconds from its own start
     * @param containersKept whether the TaskManagers are the same containers as before
     * @param requested how many containers it asked YARN for
     */
    public record Times(
            long started,
            long serving,
            long running,
            long checkpoint,
            Map<String, Long> phases,
            boolean containersKept,
            long requested) {}

    public JobManagerFailover(HighAvailableCluster cluster, ClusterProcesses processes, JobId id) {
        this.cluster = cluster;
        this.processes = processes;
        this.id = id;
    }

    /** Waits until so many TaskManagers are there, and the job has something to go back to. */
    public void awaitSteady(int taskManagers) throws InterruptedException {
        await(
                taskManagers + " TaskManagers and a running job",
                () -> taskManagers().size() == taskManagers && isRunning(cluster.ask(this::job)));
        long checkpoints = checkpoints();
        await("two more checkpoints", () -> checkpoints() >= checkpoints + 2);
    }

    /** Kills the ApplicationMaster, and waits until its successor has committed a checkpoint. */
    Times kill() throws InterruptedException, IOException {
        return strike(ApplicationProcesses::kill);
    }

    /** What ends the ApplicationMaster, sooner or later. */
    public interface Strike {
        void at(Container applicationMaster) throws InterruptedException, IOException;
    }

    /** As {@link #kill}, in another way. */
    public Times strike(Strike strike) throws InterruptedException, IOException {
        SortedSet<String> before = taskManagers();
        long epoch = cluster.elected().epoch().number();
        List<Container> living = processes.jobManagers();
        if (living.size() != 1) {
            throw new IllegalStateException("ApplicationMasters before the kill: " + living);
        }
        long start = System.nanoTime();
        strike.at(living.get(0));
        RestClient next = awaitServing(epoch);
        long serving = millisSince(start);
        long started = millisSince(start) - next.recovery().age();
        await("running tasks", () -> isRunning(job(next)));
        long running = millisSince(start);
        await("a checkpoint of the new JobManager", () -> hasCheckpointAfter(next, epoch));
        long checkpoint = millisSince(start);
        return new Times(
                started,
                serving,
                running,
                checkpoint,
                phases(cluster.published().orElseThrow()),
                taskManagers().equals(before),
                REQUEST.matcher(next.jobManagerLog())
                        .results()
                        .mapToLong(match -> Long.parseLong(match.group(1)))
                        .sum());
    }

    private RestClient awaitServing(long epoch) throws InterruptedException {
        long deadline = System.nanoTime() + LONGEST.toNanos();
        while (System.nanoTime() < deadline) {
            Optional<PublishedLeader> leader =
                    cluster.published().filter(one -> one.epoch().number() > epoch);
            if (leader.isPresent()) {
                RestClient rest = HighAvailableCluster.clientOf(leader.get());
                try {
                    rest.overview();
                    return rest;
                } catch (RestException e) {
                    // published a moment before it answers
                }
            }
            Thread.sleep(POLL_MILLIS);
        }
        throw new IllegalStateException(
                "No JobManager leads " + LONGEST.toSeconds() + " s after the kill");
    }

    /** As its REST interface tells them. */
    private Map<String, Long> phases(PublishedLeader leader) throws IOException {
        JsonNode timeline =
                new ObjectMapper()
                        .readTree(URI.create(leader.restUrl() + "/cluster/recovery").toURL());
        Map<String, Long> phases = new LinkedHashMap<>();
        timeline.path("phases")
                .forEach(
                        phase ->
                                phases.put(
                                        phase.path("phase").asText(),
                                        phase.path("millis").asLong()));
        timeline.path("firstCheckpoints")
                .forEach(millis -> phases.merge("FIRST_CHECKPOINT", millis.asLong(), Math::max));
        return phases;
    }

    private SortedSet<String> taskManagers() {
        return cluster.ask(RestClient::taskManagers).stream()
                .map(details -> details.registration().id().text())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private JobDetails job(RestClient rest) {
        return rest.job(id)
                .orElseThrow(() -> new IllegalStateException("The cluster lost job " + id));
    }

    private long checkpoints() {
        return cluster.ask(rest -> rest.checkpoints(id)).orElseThrow().completed();
    }

    private boolean hasCheckpointAfter(RestClient rest, long epoch) {
        return rest.checkpoints(id).orElseThrow().history().stream()
                .filter(one -> one.status() == CheckpointReport.Status.COMPLETED)
                .anyMatch(one -> CheckpointId.of(one.id()).epoch() > epoch);
    }

    private static boolean isRunning(JobDetails job) {
        if (job.summary().status().isTerminal()) {
            throw new IllegalStateException(
                    "The job is %s: %s".formatted(job.summary().status(), job.failures()));
        }
        return job.summary().status() == JobStatus.RUNNING
                && job.vertices().stream()
                        .flatMap(vertex -> vertex.subtasks().stream())
                        .allMatch(subtask -> subtask.state() == ExecutionState.RUNNING);
    }

    private static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + LONGEST.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        "Waited " + LONGEST.toSeconds() + " s in vain for " + what);
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    private static long millisSince(long nanoTime) {
        return (System.nanoTime() - nanoTime) / 1_000_000;
    }
}
