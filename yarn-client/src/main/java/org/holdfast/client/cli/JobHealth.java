package org.holdfast.client.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.holdfast.runtime.checkpoint.CheckpointReport;
import org.holdfast.runtime.checkpoint.CheckpointReport.Checkpoint;
import org.holdfast.runtime.checkpoint.CheckpointReport.Status;
import org.holdfast.runtime.dispatcher.JobDetails;
import org.holdfast.runtime.jobgraph.JobId;

/** What keeps a job alive, in words: its checkpoints, its restarts, and how many it has left. */
record JobHealth(JobDetails job, CheckpointReport checkpoints) {

    /** The latest checkpoint, the restarts and their latest cause, the restart strategy. */
    List<String> inBrief() {
        List<String> lines = new ArrayList<>();
        checkpoints
                .latest()
                .ifPresent(latest -> lines.add("latest checkpoint: " + figures(latest)));
        checkpoints.history().stream()
                .limit(1)
                .filter(newest -> newest.status() == Status.FAILED)
                .forEach(failed -> lines.add("failed since then: " + figures(failed)));
        if (job.restarts() > 0) {
            lines.add(
                    (job.restarts() == 1 ? "1 restart" : job.restarts() + " restarts")
                            + job.failures().stream()
                                    .findFirst()
                                    .map(failure -> ", latest cause: " + cause(failure))
                                    .orElse(""));
        }
        lines.add("restart strategy: " + job.restartStrategy());
        return lines;
    }

    /** Where the job started, all checkpoints in sum, and every failure that is remembered. */
    List<String> inFull() {
        List<String> lines = new ArrayList<>();
        checkpoints
                .restored()
                .ifPresent(
                        from ->
                                lines.add(
                                        "restored at "
                                                + Figures.time(from.time())
                                                + " from "
                                                + from.path()));
        lines.add(
                "checkpoints: "
                        + (checkpoints.intervalMillis() == 0
                                ? "none but savepoints"
                                : "every " + Figures.millis(checkpoints.intervalMillis()))
                        + ", "
                        + checkpoints.completed()
                        + " completed, "
                        + checkpoints.failed()
                        + " failed");
        lines.addAll(inBrief());
        job.failures().forEach(failure -> lines.add("failure: " + cause(failure)));
        return lines;
    }

    /** Why a job is set aside, and what can be done about it. */
    static List<String> ofQuarantined(JobDetails job) {
        JobId id = job.summary().id();
        List<String> lines = new ArrayList<>();
        job.failures().forEach(reason -> lines.add(reason.cause().strip()));
        lines.add(
                "Decide with: holdfast job retry|drop " + id + ", or job restore " + id + " PATH");
        return lines;
    }

    private static String figures(Checkpoint checkpoint) {
        String when =
                checkpoint.name()
                        + " at "
                        + Figures.time(checkpoint.triggerTime())
                        + ", "
                        + checkpoint.kind().title().toLowerCase(Locale.ROOT);
        return checkpoint.status() == Status.FAILED
                ? when + ": " + checkpoint.failure()
                : when
                        + ", "
                        + Figures.bytes(checkpoint.stateBytes())
                        + " in "
                        + Figures.millis(checkpoint.durationMillis())
                        + ", longest pause "
                        + Figures.micros(checkpoint.pauseMicros())
                        + ", longest alignment "
                        + Figures.micros(checkpoint.alignmentMicros());
    }

    private static String cause(JobDetails.Failure failure) {
        return Figures.time(failure.time())
                + (failure.task().isEmpty() ? "" : ", " + failure.task())
                + ": "
                + failure.cause().strip().lines().findFirst().orElse("no reason given");
    }
}
