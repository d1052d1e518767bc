package org.holdfast.adoption;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Random;
import org.holdfast.api.JobArguments;
import org.holdfast.faults.ClusterProcesses;
import org.holdfast.faults.HighAvailableCluster;
import org.holdfast.faults.JobManagerFailover;
import org.holdfast.faults.JobManagerFailover.Strike;
import org.holdfast.faults.JobManagerFailover.Times;
import org.holdfast.faults.SelfCheckSettings;
import org.holdfast.faults.SelfCheckedJob;
import org.holdfast.meter.Readings;
import org.holdfast.runtime.dispatcher.JobDetails;
import org.holdfast.runtime.dispatcher.JobStatus;
import org.holdfast.runtime.jobgraph.JobId;
import org.holdfast.selfcheck.MeteredJob;
import org.holdfast.selfcheck.SelfCheckedOutput;
import org.holdfast.selfcheck.Verdict;

/** A {@link MeteredJob} that runs on two TaskManagers. Not thread-safe. */
final class MeteredRun {

    static final int TASK_MANAGERS = 2;
    static final int PARALLELISM = 4;

    private static final int KEYS = 1_000;
    private static final long BEFORE_NANOS = 2_000_000_000;
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final long POLL_MILLIS = 50;

    private final HighAvailableCluster cluster;
    private final ClusterProcesses processes;
    private final Job job;
    private final Random random;
    private final JobManagerFailover failover;

    /**
     * How it was submitted.
     *
     * @param folder its local folder
     * @param output where it writes
     * @param rate records per second
     */
    record Job(JobId id, Path folder, String output, int rate) {

        /** Of {@code --job ID --folder DIR --output DIR --rate N}. */
        static Job of(JobArguments args) {
            return new Job(
                    new JobId(args.required("job")),
                    Path.of(args.required("folder")),
                    args.required("output"),
                    Math.toIntExact(args.getLong("rate", 20_000)));
        }
    }

    MeteredRun(HighAvailableCluster cluster, ClusterProcesses processes, Job job, Random random) {
        this.cluster = cluster;
        this.processes = processes;
        this.job = job;
        this.random = random;
        this.failover = new JobManagerFailover(cluster, processes, job.id());
    }

    /** Waits until all is well, has the JobManager fail, and waits until all is well again. */
    Outage strike(Strike strike) throws InterruptedException, IOException {
        failover.awaitSteady(TASK_MANAGERS);
        // anywhere between two checkpoints
        Thread.sleep(random.nextInt(1_000));
        Observed before = observe();
        long againBefore = readings().again();
        long start = System.nanoTime();
        Times times = failover.strike(strike);
        long end = start + Duration.ofMillis(times.checkpoint()).toNanos();
        Readings readings = awaitReadings(end);
        Observed after = observe();
        Readings.Span pace = readings.between(start - BEFORE_NANOS, start);
        Readings.Span span = readings.between(start, end);
        return new Outage(
                after.attemptsChangedSince(before),
                after.taskManagersGoneSince(before),
                readings.again() - againBefore,
                span.records() / pace.records(),
                span.longestGap() / 1e6,
                readings.longestStall(start, System.nanoTime()) / 1e6,
                times.serving(),
                times.checkpoint());
    }

    /** The meters write a little later; and what is processed again may take longer. */
    private Readings awaitReadings(long nanoTime) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + LONGEST.toNanos();
        while (true) {
            Readings readings = Readings.of(job.folder());
            if (readings.isSettled(PARALLELISM, nanoTime)) {
                return readings;
            }
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        "Nothing new comes out of a sink "
                                + LONGEST.toSeconds()
                                + " s after all was well");
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    Observed observe() {
        return Observed.of(details(), processes);
    }

    JobDetails details() {
        return cluster.ask(rest -> rest.job(job.id()))
                .orElseThrow(() -> new IllegalStateException("The cluster lost " + job.id()));
    }

    Readings readings() throws IOException {
        return Readings.of(job.folder());
    }

    /** Waits until all is well. */
    void awaitSteady() throws InterruptedException {
        failover.awaitSteady(TASK_MANAGERS);
    }

    /** Has the job end, and judges what it has committed. */
    Verdict end() throws IOException, InterruptedException {
        return awaitEnd(tellEnd());
    }

    /** Has the job end in some seconds: after so many records, which are returned. */
    long tellEnd() throws IOException {
        long records = details().completedSize() + 5L * job.rate();
        Path written = job.folder().resolve(MeteredJob.END_FILE + ".new");
        Files.writeString(written, Long.toString(records));
        Files.move(
                written, job.folder().resolve(MeteredJob.END_FILE), StandardCopyOption.ATOMIC_MOVE);
        return records;
    }

    /** Waits for the end of a job that was told to, and judges what it has committed. */
    Verdict awaitEnd(long records) throws IOException, InterruptedException {
        SelfCheckSettings settings =
                new SelfCheckSettings(
                        Math.toIntExact(records), KEYS, job.rate(), PARALLELISM, "file");
        try (SelfCheckedJob checked =
                new SelfCheckedJob(
                        cluster, job.id(), settings, SelfCheckedOutput.open(job.output()))) {
            JobStatus status = checked.awaitEnd();
            if (status != JobStatus.FINISHED) {
                throw new IllegalStateException(
                        "The job is %s: %s".formatted(status, checked.details().failures()));
            }
            return checked.check();
        }
    }
}
