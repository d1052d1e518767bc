package org.holdfast.client.cli;

import java.io.PrintStream;
import java.util.Locale;
import org.holdfast.runtime.dispatcher.JobDetails;
import org.holdfast.runtime.dispatcher.JobStatus;

/**
 * Shows how a job gets on: one line that is written over on a terminal, elsewhere a line per change
 * of state and one every few seconds.
 */
final class JobProgress {

    private static final long PLAIN_INTERVAL_MILLIS = 5_000;
    private static final int BAR_WIDTH = 30;

    /** What others print before a line of theirs on a terminal. */
    static final String CLEAR_LINE = "\r\u001b[K";

    private final PrintStream out;
    private final boolean interactive;

    private JobStatus lastStatus;
    private String lastWaitingFor = "";
    private long lastPrintMillis;
    private long lastRecords;
    private long lastSampleMillis;
    private long recordsPerSecond;

    JobProgress(PrintStream out, boolean interactive) {
        this.out = out;
        this.interactive = interactive;
    }

    /**
     * Shows a job as it stands.
     *
     * @param nowMillis monotonic
     */
    void show(JobDetails job, long nowMillis) {
        long records = recordsRead(job);
        if (lastSampleMillis != 0 && nowMillis - lastSampleMillis >= 500) {
            recordsPerSecond =
                    Math.max(0, (records - lastRecords) * 1000 / (nowMillis - lastSampleMillis));
        }
        if (lastSampleMillis == 0 || nowMillis - lastSampleMillis >= 500) {
            lastRecords = records;
            lastSampleMillis = nowMillis;
        }
        JobStatus status = job.summary().status();
        boolean changed = status != lastStatus || !job.waitingFor().equals(lastWaitingFor);
        if (interactive) {
            out.print(CLEAR_LINE + line(job, records));
            if (status.isTerminal()) {
                out.println();
            }
            out.flush();
        } else if (changed || nowMillis - lastPrintMillis >= PLAIN_INTERVAL_MILLIS) {
            out.println(line(job, records));
            lastPrintMillis = nowMillis;
        }
        lastStatus = status;
        lastWaitingFor = job.waitingFor();
    }

    private String line(JobDetails job, long records) {
        StringBuilder line = new StringBuilder(job.summary().status().name());
        if (!job.waitingFor().isEmpty()) {
            return line.append(", waiting for ").append(job.waitingFor()).toString();
        }
        line.append("  ")
                .append(job.summary().runningTasks())
                .append('/')
                .append(job.summary().tasks())
                .append(" tasks running");
        line.append(
                String.format(
                        Locale.ROOT, "  %,d records  %,d records/s", records, recordsPerSecond));
        if (job.bounded() && job.totalSize() > 0) {
            double done = Math.min(1, (double) job.completedSize() / job.totalSize());
            int filled = (int) (done * BAR_WIDTH);
            line.append("  [")
                    .append("#".repeat(filled))
                    .append(".".repeat(BAR_WIDTH - filled))
                    .append("] ");
            line.append(String.format(Locale.ROOT, "%3.0f%%", done * 100));
        }
        if (job.restarts() > 0) {
            line.append("  ")
                    .append(job.restarts())
                    .append(job.restarts() == 1 ? " restart" : " restarts");
        }
        return line.toString();
    }

    /**
     * Records the sources have read: those vertices that no other feeds have splits, so they count
     * what they read.
     */
    private static long recordsRead(JobDetails job) {
        return job.vertices().isEmpty() ? 0 : job.vertices().get(0).counters().recordsIn();
    }
}
