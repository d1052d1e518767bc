package org.holdfast.runtime.simulation.world;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.holdfast.runtime.checkpoint.CheckpointId;
import org.holdfast.runtime.jobgraph.JobId;
import org.holdfast.runtime.jobmaster.Ledger;
import org.holdfast.runtime.task.ExecutionAttemptId;
import org.holdfast.runtime.task.TaskDeployment;

/** What tasks are told, and by whom: I8, I14, I15, I16, I18, I19. */
final class TaskChecks {

    private final World world;
    private final Map<SimTaskManager, Long> highest = new HashMap<>();
    private final Map<ExecutionAttemptId, Long> heard = new HashMap<>();
    private final Map<ExecutionAttemptId, Long> deployedIn = new HashMap<>();
    private final Set<ExecutionAttemptId> created = new HashSet<>();
    private final Map<ExecutionAttemptId, Long> adoptedIn = new HashMap<>();

    TaskChecks(World world) {
        this.world = world;
    }

    private boolean isCurrent(SimJobManager jobManager) {
        return world.checks().elections().isCurrent(jobManager);
    }

    /**
     * A JobManager sends an attempt to a TaskManager; one that leads no more may not know better.
     */
    void onDeploying(SimJobManager by, TaskDeployment deployment) {
        ExecutionAttemptId attempt = deployment.attempt();
        boolean first = deployedIn.putIfAbsent(attempt, by.epoch()) == null;
        if (!isCurrent(by)) {
            return;
        }
        JobId job = attempt.job();
        world.verdict()
                .require(
                        world.checks().jobs().result(job).isEmpty(),
                        "I8",
                        () -> attempt + " is deployed, and the job has ended");
        requireInLedger(attempt, "deployed");
        long from = deployment.restore().checkpoint();
        long newest = world.checks().checkpoints().newest(job);
        world.verdict()
                .require(
                        !first || from == newest,
                        "I16",
                        () ->
                                "%s starts from %s, and the newest is %s"
                                        .formatted(attempt, name(from), name(newest)));
    }

    private static String name(long checkpoint) {
        return checkpoint == 0 ? "nothing" : CheckpointId.of(checkpoint).toString();
    }

    private void requireInLedger(ExecutionAttemptId attempt, String what) {
        Optional<Ledger> ledger = world.checks().jobs().ledger(attempt.job());
        world.verdict()
                .require(
                        ledger.isPresent()
                                && ledger.get().entries().stream()
                                        .anyMatch(
                                                entry ->
                                                        CheckpointChecks.attempt(
                                                                        attempt.job(), entry)
                                                                .equals(attempt)),
                        "I18",
                        () -> "%s is %s, and does not count: %s".formatted(attempt, what, ledger));
    }

    /** A JobManager takes a running attempt over. */
    void onAdopting(SimJobManager by, ExecutionAttemptId attempt, long committed) {
        if (!isCurrent(by)) {
            return;
        }
        adoptedIn.put(attempt, by.epoch());
        requireInLedger(attempt, "adopted");
        long newest = world.checks().checkpoints().newest(attempt.job());
        world.verdict()
                .require(
                        committed == newest,
                        "I15",
                        () ->
                                "%s is adopted at %s, and the newest is %s"
                                        .formatted(attempt, name(committed), name(newest)));
    }

    /**
     * A JobManager has an attempt take part in a checkpoint: it knows that this one took it over.
     */
    void onTriggered(SimJobManager by, ExecutionAttemptId attempt) {
        world.verdict()
                .require(
                        !isCurrent(by)
                                || by.epoch() == deployedIn.getOrDefault(attempt, 0L)
                                || by.epoch() == adoptedIn.getOrDefault(attempt, 0L),
                        "I15",
                        () -> by + " did not tell " + attempt + " that it has taken it over");
    }

    /** A TaskManager makes a task. */
    void onCreated(SimTask task) {
        world.verdict()
                .require(
                        created.add(task.attempt()),
                        "I18",
                        () -> task.attempt() + " is started a second time");
        heard.put(task.attempt(), task.deployment().restore().checkpoint());
    }

    void onComplete(SimTask task, long checkpoint) {
        world.verdict()
                .require(
                        world.checks().checkpoints().isCommitted(task.attempt().job(), checkpoint),
                        "I14",
                        () ->
                                "%s hears that %s is complete, and it is not committed"
                                        .formatted(task.attempt(), name(checkpoint)));
        heard.merge(task.attempt(), checkpoint, Math::max);
    }

    void onAdopted(SimTask task, long committed) {
        if (committed > 0) {
            onComplete(task, committed);
        }
    }

    /** The newest checkpoint a task has heard to be committed, or has started from. */
    long heard(SimTask task) {
        return heard.getOrDefault(task.attempt(), 0L);
    }

    int countAdopted() {
        return adoptedIn.size();
    }

    // ---------------------------------------------------------------- epochs

    void onHighestEpoch(SimTaskManager taskManager, long epoch) {
        long before = highest.getOrDefault(taskManager, 0L);
        world.verdict()
                .require(
                        epoch >= before,
                        "I19",
                        () -> "%s goes from epoch %d to %d".formatted(taskManager, before, epoch));
        highest.put(taskManager, Math.max(before, epoch));
    }

    /** A TaskManager does what a JobManager of this epoch says. */
    void onCommand(SimTaskManager taskManager, long epoch) {
        onHighestEpoch(taskManager, epoch);
    }
}
