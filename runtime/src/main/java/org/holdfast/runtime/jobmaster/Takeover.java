package org.holdfast.runtime.jobmaster;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.holdfast.ha.fault.FaultPoint;
import org.holdfast.runtime.checkpoint.TakeoverPoint;
import org.holdfast.runtime.task.TaskStateChange;

/**
 * Takes a job over whose tasks an earlier JobManager deployed: waits until it is known what runs,
 * decides region by region what goes on, has that recorded, and only then tells the tasks. It may
 * die at any point of this: the next JobManager finds the same tasks and the ledger of either. On
 * the main thread.
 */
final class Takeover {

    private final Adoption adoption;
    private final int epoch;
    private final ExecutionGraph executions;
    private final TaskCommands commands;
    private final JobCheckpoints checkpoints;
    private final FinishedTasks finished;
    private final Consumer<TakeoverReport> onDone;
    private final Outcome outcome;
    private boolean done;

    /** What the job makes of it; one of the last three is called, once. */
    interface Outcome {

        /** The tasks that start over if these have to; none for none. */
        List<Subtask> startingOverWith(List<Subtask> lost);

        /** All tasks run, or have FINISHED. */
        void onAllGoOn();

        /** Some tasks have failed, as at any time. */
        void onSomeFailed(List<Subtask> lost, Adoption.Unfit failure);

        /** Tasks start over, and nobody is to blame. */
        void onSomeStartOver(List<Subtask> lost, String reason);
    }

    /** Makes the ledger durable as the job is deployed now. */
    @FunctionalInterface
    interface Recorder {

        /** Runs {@code onDurable} when it is, on the main thread. */
        void record(Runnable onDurable);
    }

    /**
     * @param epoch of this JobManager
     * @param onDone hears what has become of the tasks, before {@code outcome}
     */
    Takeover(
            Adoption adoption,
            int epoch,
            ExecutionGraph executions,
            TaskCommands commands,
            JobCheckpoints checkpoints,
            FinishedTasks finished,
            Consumer<TakeoverReport> onDone,
            Outcome outcome) {
        this.adoption = requireNonNull(adoption, "adoption");
        this.epoch = epoch;
        this.executions = requireNonNull(executions, "executions");
        this.commands = requireNonNull(commands, "commands");
        this.checkpoints = requireNonNull(checkpoints, "checkpoints");
        this.finished = requireNonNull(finished, "finished");
        this.onDone = requireNonNull(onDone, "onDone");
        this.outcome = requireNonNull(outcome, "outcome");
    }

    /** Whether the tasks have not been told yet. */
    boolean isUnderWay() {
        return !done;
    }

    /** For people. */
    String waitingFor() {
        return adoption.waitingFor();
    }

    /** A task that was found has changed. */
    void onChanged(Subtask subtask, TaskStateChange change) {
        adoption.onChanged(subtask, change);
    }

    /**
     * Begins to wait.
     *
     * @param steps runs each step, unless the job is being stopped by then
     */
    void begin(Executor steps, Recorder recorder) {
        adoption.begin(() -> steps.execute(() -> decide(steps, recorder)));
    }

    private void decide(Executor steps, Recorder recorder) {
        FaultPoint.hit("A4");
        int lost = outcome.startingOverWith(subtasksOf(adoption.unfit())).size();
        if (lost == executions.subtasks().size()) {
            takeOver(); // nothing goes on; the next ledger is written before anything is deployed
        } else {
            recorder.record(() -> steps.execute(this::takeOver));
        }
    }

    private static List<Subtask> subtasksOf(List<Adoption.Unfit> unfit) {
        return unfit.stream().map(Adoption.Unfit::subtask).toList();
    }

    private void takeOver() {
        FaultPoint.hit("A5");
        List<Adoption.Unfit> unfit = adoption.unfit(); // tasks may have failed meanwhile
        List<Subtask> lost = outcome.startingOverWith(subtasksOf(unfit));
        List<Subtask> adopted =
                executions.subtasks().stream().filter(one -> !lost.contains(one)).toList();
        done = true;
        if (!adopted.isEmpty()) {
            adopt(adopted);
        }
        onDone.accept(report(adopted, lost, unfit));
        if (lost.isEmpty()) {
            outcome.onAllGoOn();
        } else {
            startOver(unfit, !adopted.isEmpty());
        }
    }

    private void adopt(List<Subtask> adopted) {
        TakeoverPoint point = new TakeoverPoint(epoch, checkpoints.committed());
        for (Subtask subtask : adopted) {
            commands.adopt(subtask, point);
            if (ExecutionGraph.isFinished(subtask)) {
                finished.add(subtask.current());
            }
            FaultPoint.hit("A6");
        }
        checkpoints.onAdopted(adoption.isOf(adopted, point.committed()));
    }

    private TakeoverReport report(
            List<Subtask> adopted, List<Subtask> lost, List<Adoption.Unfit> unfit) {
        return new TakeoverReport(
                adopted.size(),
                lost.size(),
                executions.countRegionsOf(adopted),
                executions.countRegionsOf(lost),
                unfit.stream()
                        .limit(TakeoverReport.MAX_REASONS)
                        .map(Adoption.Unfit::describe)
                        .toList());
    }

    /** A job that starts over as a whole was lost with its JobManager: that is no failure of it. */
    private void startOver(List<Adoption.Unfit> unfit, boolean othersGoOn) {
        Optional<Adoption.Unfit> failure =
                unfit.stream().filter(Adoption.Unfit::failure).findFirst();
        if (othersGoOn && failure.isPresent()) {
            outcome.onSomeFailed(subtasksOf(unfit), failure.get());
        } else {
            outcome.onSomeStartOver(subtasksOf(unfit), unfit.get(0).describe());
        }
    }
}
