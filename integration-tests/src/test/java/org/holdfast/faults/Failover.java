package org.holdfast.faults;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.holdfast.runtime.dispatcher.JobDetails;
import org.holdfast.runtime.dispatcher.JobStatus;
import org.holdfast.runtime.dispatcher.TaskManagerDetails;
import org.holdfast.runtime.jobgraph.JobId;
import org.holdfast.runtime.rest.client.RestClient;
import org.holdfast.runtime.task.ExecutionState;

/** One kill of a TaskManager that runs tasks of a job, seen from outside, over REST. */
final class Failover {

    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final long POLL_MILLIS = 3;
    private static final Set<ExecutionState> DEPLOYED =
            Set.of(
                    ExecutionState.DEPLOYING,
                    ExecutionState.INITIALIZING,
                    ExecutionState.RUNNING,
                    ExecutionState.FINISHING);

    private final RestClient rest;
    private final TaskManagerKiller killer;
    private final JobId id;

    /**
     * Milliseconds from the kill until something was first seen.
     *
     * @param noticed the job is not RUNNING any more, or is RUNNING again
     * @param deployed every task has been sent to a slot
     * @param running every task is RUNNING
     */
    record Times(long noticed, long deployed, long running) {}

    Failover(RestClient rest, JobId id) {
        this.rest = rest;
        this.killer = new TaskManagerKiller(Leader.at(rest));
        this.id = id;
    }

    /** Waits until so many TaskManagers are there, and the job has something to go back to. */
    void awaitSteady(int taskManagers) throws InterruptedException {
        await(
                taskManagers + " TaskManagers and a running job",
                () -> killer.registered().size() == taskManagers && isRunning(job()));
        long checkpoints = checkpoints();
        await("two more checkpoints", () -> checkpoints() >= checkpoints + 2);
    }

    /**
     * Kills one of the TaskManagers that run the job's tasks, and waits until all of them run.
     *
     * @param choice any number; decides which one
     */
    Times kill(int choice) throws InterruptedException {
        JobDetails before = job();
        Set<String> busy =
                before.vertices().stream()
                        .flatMap(vertex -> vertex.subtasks().stream())
                        .map(JobDetails.Subtask::taskManager)
                        .collect(Collectors.toSet());
        List<TaskManagerDetails> candidates =
                killer.registered().stream()
                        .filter(details -> busy.contains(details.registration().id().text()))
                        .toList();
        TaskManagerDetails victim = candidates.get(Math.floorMod(choice, candidates.size()));
        long start = System.nanoTime();
        if (killer.signal(List.of(victim)).isEmpty()) {
            throw new IllegalStateException(victim.registration().id() + " was dead already");
        }
        long noticed = 0;
        long deployed = 0;
        while (true) {
            JobDetails now = job();
            long elapsed = (System.nanoTime() - start) / 1_000_000;
            boolean restarted = now.restarts() > before.restarts();
            if (noticed == 0 && (restarted || now.summary().status() != JobStatus.RUNNING)) {
                noticed = elapsed;
            }
            if (deployed == 0 && restarted && all(now, DEPLOYED)) {
                deployed = elapsed;
            }
            if (restarted && isRunning(now)) {
                return new Times(noticed, deployed, elapsed);
            }
            if (now.summary().status().isTerminal() || elapsed > LONGEST.toMillis()) {
                throw new IllegalStateException(
                        "%d ms after the kill the job is %s: %s"
                                .formatted(elapsed, now.summary().status(), now.failures()));
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    private JobDetails job() {
        return rest.job(id).orElseThrow();
    }

    private long checkpoints() {
        return rest.checkpoints(id).orElseThrow().completed();
    }

    private static boolean isRunning(JobDetails job) {
        return job.summary().status() == JobStatus.RUNNING
                && all(job, Set.of(ExecutionState.RUNNING));
    }

    private static boolean all(JobDetails job, Set<ExecutionState> states) {
        return job.vertices().stream()
                .flatMap(vertex -> vertex.subtasks().stream())
                .allMatch(subtask -> states.contains(subtask.state()));
    }

    private static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + LONGEST.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        "Waited " + LONGEST.toSeconds() + " s in vain for " + what);
            }
            Thread.sleep(20);
        }
    }
}
