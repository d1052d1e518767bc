package org.holdfast.faults;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.holdfast.runtime.dispatcher.JobDetails;
import org.holdfast.runtime.dispatcher.JobStatus;
import org.holdfast.runtime.dispatcher.JobSummary;
import org.holdfast.selfcheck.Verdict;

/**
 * Kills processes while self-checking jobs run, until enough kills took effect. One job at a time:
 * another follows where one ends before.
 */
final class KillCampaign {

    private static final int MOST_TOLD = 20;

    /** Submits the next job. */
    interface Submission {
        SelfCheckedJob submit() throws IOException, InterruptedException;
    }

    private final Submission submission;
    private final Striker striker;
    private final KillSchedule schedule;
    private final int kills;
    private final PrintStream out;

    private final List<Verdict> verdicts = new ArrayList<>();
    private final SortedMap<String, Integer> struckWhile = new TreeMap<>();
    private int effective;
    private int strikes;
    private long restarts;
    private long checkpoints;

    /**
     * @param kills how many processes are to be killed
     */
    KillCampaign(
            Submission submission,
            Striker striker,
            KillSchedule schedule,
            int kills,
            PrintStream out) {
        this.submission = submission;
        this.striker = striker;
        this.schedule = schedule;
        this.kills = kills;
        this.out = out;
    }

    /**
     * Runs it, prints what happens, and the result.
     *
     * @return whether every job ended by itself, exactly once, and no committed file ever changed
     * @throws IllegalStateException if a job hangs, or the session cannot be struck any more
     */
    boolean run() throws IOException, InterruptedException {
        striker.awaitComplete();
        boolean held;
        do {
            held = runOneJob();
        } while (held && effective < kills);
        report();
        return held;
    }

    private boolean runOneJob() throws IOException, InterruptedException {
        try (SelfCheckedJob job = submission.submit()) {
            out.println("Job " + job + " runs.");
            while (effective < kills && !job.endsBefore(schedule.nextMoment())) {
                strike(job);
                job.lookAtOutput();
            }
            JobStatus status = job.awaitEnd();
            JobDetails details = job.details();
            restarts += details.restarts();
            checkpoints += job.checkpoints().completed();
            out.println(
                    "Job " + job + " is " + status + " after " + details.restarts() + " restarts.");
            details.failures().stream()
                    .limit(status == JobStatus.FINISHED ? 0 : 1)
                    .forEach(failure -> out.println(failure.task() + ": " + failure.cause()));
            List<String> changed = job.lookAtOutput();
            changed.stream().limit(MOST_TOLD).forEach(out::println);
            Verdict verdict = job.check();
            out.println(verdict.report());
            verdicts.add(verdict);
            return status == JobStatus.FINISHED && changed.isEmpty() && verdict.isExactlyOnce();
        }
    }

    private void strike(SelfCheckedJob job) throws InterruptedException {
        JobSummary before = job.details().summary();
        String state =
                before.status() == JobStatus.RUNNING && before.runningTasks() < before.tasks()
                        ? "STARTING TASKS"
                        : before.status().name();
        Striker.Strike strike = striker.strike(kills - effective);
        if (strike.killed() > 0) {
            strikes++;
            effective += strike.killed();
            struckWhile.merge(state, strike.killed(), Integer::sum);
            out.printf(
                    Locale.ROOT,
                    "%4d of %d: killed %s; the job was %s (%d of %d tasks running)%n",
                    effective,
                    kills,
                    strike.victims(),
                    state,
                    before.runningTasks(),
                    before.tasks());
        }
    }

    private void report() {
        out.println();
        out.printf("faults that took effect   %d kill -9 in %d strikes%n", effective, strikes);
        out.printf("the job was then          %s%n", struckWhile);
        out.printf("jobs                      %d%n", verdicts.size());
        out.printf("restarts                  %d%n", restarts);
        out.printf("checkpoints completed     %d%n", checkpoints);
        Verdict all = verdicts.stream().reduce(Verdict::plus).orElseThrow();
        out.printf("records                   %,d in %,d files%n", all.expected(), all.files());
        out.println(all);
    }
}
