package org.holdfast.faults;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.holdfast.faults.FaultCell.Scenario;
import org.holdfast.runtime.dispatcher.JobDetails;
import org.holdfast.runtime.dispatcher.JobStatus;
import org.holdfast.runtime.rest.client.RestClient;

/** What becomes of the jobs of a cell when the next JobManager leads. */
final class Aftermath {

    private static final Duration CLEAN_UP = Duration.ofSeconds(10);

    private final FaultCluster cluster;
    private final Scenario scenario;
    private final CellNotes notes;

    Aftermath(FaultCluster cluster, Scenario scenario, CellNotes notes) {
        this.cluster = cluster;
        this.scenario = scenario;
        this.notes = notes;
    }

    /**
     * Waits for the end of a job under the next JobManager.
     *
     * @param traces of it when the fault had happened
     * @param acknowledged whether the client had its answer then
     */
    void seeToItsEnd(CellJob job, JobTraces traces, boolean acknowledged) throws IOException {
        Optional<JobDetails> found = cluster.client().ask(rest -> rest.job(job.id()));
        notes.require(
                found.isPresent() == traces.exists(), "found: " + found.isPresent() + " (I6)");
        if (traces.result()) {
            boolean ended = found.map(it -> it.summary().status().isTerminal()).orElse(false);
            notes.require(ended, "it has a result and runs (I8)");
        }
        if (scenario == Scenario.SUBMIT) {
            notes.require(job.submit().equals(job.id()), "submitted again: another id (I7)");
        }
        boolean cancelIsOpen = scenario == Scenario.CANCEL && !traces.cancelled();
        if (cancelIsOpen) {
            notes.require(!acknowledged, "acknowledged and not durable (I6)");
            notes.require(!job.details().summary().status().isTerminal(), "cancelled by nobody");
            cluster.client().ask(rest -> rest.cancel(job.id()));
        }
        JobStatus expected = scenario == Scenario.CANCEL ? JobStatus.CANCELED : JobStatus.FINISHED;
        CellRun.await("the end of the job", () -> job.details().summary().status().isTerminal());
        JobStatus status = job.details().summary().status();
        notes.require(status == expected, "it is " + status + " (I8)");
        checkTasks(job, traces);
        if (expected == JobStatus.FINISHED) {
            String verdict = job.check();
            notes.require(verdict.isEmpty(), "output: " + verdict + " (I17)");
        }
        notes.require(countOf(job) == 1, "it is listed " + countOf(job) + " times (I7)");
        checkKept(job);
        notes.saw(status.toString());
    }

    /** A job that had a checkpoint ran with all its tasks, and they go on as they are. */
    private void checkTasks(CellJob job, JobTraces traces) {
        boolean ran = traces.graph() && !traces.result() && traces.latestCheckpoint().isPresent();
        if (ran && scenario != Scenario.CANCEL) {
            List<Integer> attempts =
                    job.details().vertices().stream()
                            .flatMap(vertex -> vertex.subtasks().stream())
                            .map(JobDetails.Subtask::attempt)
                            .toList();
            notes.require(
                    attempts.stream().allMatch(number -> number == 0),
                    "execution attempts: " + attempts + " (I27)");
            notes.saw("adopted");
        }
    }

    private long countOf(CellJob job) {
        return cluster.client().ask(RestClient::jobs).stream()
                .filter(listed -> listed.id().equals(job.id()))
                .count();
    }

    /** What is kept is sound, and of this job it is the result alone. */
    private void checkKept(CellJob job) throws IOException {
        long deadline = System.nanoTime() + CLEAN_UP.toNanos();
        KeptState kept = KeptState.of(cluster);
        while (!kept.isCleanOf(job.id()) && System.nanoTime() < deadline) {
            ChildJvm.pause();
            kept = KeptState.of(cluster);
        }
        notes.require(kept.isCleanOf(job.id()), "left: " + kept.leftOf(job.id()) + " (I10)");
        kept.violations().forEach(violation -> notes.require(false, violation));
    }
}
