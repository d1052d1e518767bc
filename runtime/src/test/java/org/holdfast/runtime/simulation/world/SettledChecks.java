package org.holdfast.runtime.simulation.world;

import java.util.List;
import java.util.Optional;
import org.holdfast.runtime.dispatcher.JobStatus;
import org.holdfast.runtime.jobgraph.JobGraph;
import org.holdfast.runtime.jobgraph.JobId;
import org.holdfast.runtime.jobmaster.Ledger;
import org.holdfast.runtime.simulation.world.Verdict.Violation;
import org.holdfast.runtime.task.ExecutionState;

/** What must be so when faults are over and some time has passed: I15, I17, I20, I21, I25. */
final class SettledChecks {

    private final World world;

    SettledChecks(World world) {
        this.world = world;
    }

    /** What is not so yet; empty if all is settled. */
    Optional<Violation> missing() {
        Optional<SimJobManager> leader = world.publishedJobManager();
        if (leader.isEmpty()) {
            return missing("I20", "nobody leads of " + world.jobManagers());
        }
        for (JobGraph job : world.plan().jobs()) {
            Optional<Violation> unsettled = missingOf(job);
            if (unsettled.isPresent()) {
                return unsettled;
            }
        }
        return world.cluster().missing(leader.get());
    }

    private static Optional<Violation> missing(String invariant, String what) {
        return Optional.of(new Violation(invariant, what));
    }

    private Optional<Violation> missingOf(JobGraph graph) {
        JobId job = graph.id();
        if (!world.client().acknowledged().contains(job)) {
            return missing("I25", "job " + job + " is not accepted");
        }
        Optional<JobStatus> result = world.checks().jobs().result(job);
        if (result.isEmpty()) {
            return world.client().isCancelled(job)
                    ? missing("I25", "job " + job + " was cancelled, and has not ended")
                    : missingOfRunning(graph);
        }
        boolean clean =
                world.coordination()
                        .look("results/" + job.hex())
                        .filter(value -> value.startsWith("CLEAN"))
                        .isPresent();
        if (!clean) {
            return missing("I25", "what is left of job " + job + " is not removed");
        }
        List<SimTask> left = tasksOf(job);
        if (!left.isEmpty()) {
            return missing("I8", "job " + job + " has ended, and there is " + left);
        }
        return Optional.empty();
    }

    private List<SimTask> tasksOf(JobId job) {
        return world.cluster().running().stream()
                .flatMap(one -> one.liveTasks().stream())
                .filter(task -> task.attempt().job().equals(job))
                .toList();
    }

    /** All tasks that count run, have heard of the newest checkpoint, and there is a new one. */
    private Optional<Violation> missingOfRunning(JobGraph graph) {
        JobId job = graph.id();
        Optional<Ledger> ledger = world.checks().jobs().ledger(job);
        if (ledger.isEmpty()) {
            return missing("I25", "job " + job + " is not deployed");
        }
        List<SimTask> tasks = tasksOf(job);
        for (Ledger.Entry entry : ledger.get().entries()) {
            boolean runs =
                    tasks.stream()
                            .anyMatch(
                                    task ->
                                            task.attempt()
                                                            .equals(
                                                                    CheckpointChecks.attempt(
                                                                            job, entry))
                                                    && task.state() == ExecutionState.RUNNING);
            if (!runs) {
                return missing("I25", "of job " + job + ", " + entry + " does not run");
            }
        }
        if (tasks.size() > ledger.get().entries().size()) {
            return missing("I18", "job " + job + " has other tasks too: " + tasks);
        }
        long newest = world.checks().checkpoints().newest(job);
        boolean allHeard =
                tasks.stream().allMatch(task -> world.checks().tasks().heard(task) >= newest);
        return allHeard && newest > 0
                ? Optional.empty()
                : missing("I15", "job " + job + ": not all have heard of the newest checkpoint");
    }
}
