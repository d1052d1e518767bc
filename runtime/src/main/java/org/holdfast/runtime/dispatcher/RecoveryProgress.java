package org.holdfast.runtime.dispatcher;

import static java.util.Objects.requireNonNull;

import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.holdfast.runtime.dispatcher.RecoveryTimeline.Phase;
import org.holdfast.runtime.dispatcher.RecoveryTimeline.Reached;
import org.holdfast.runtime.dispatcher.RecoveryTimeline.Takeover;
import org.holdfast.runtime.jobgraph.JobGraph;
import org.holdfast.runtime.jobgraph.JobId;
import org.holdfast.runtime.jobmaster.JobMaster;
import org.holdfast.runtime.jobmaster.TakeoverReport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the {@link RecoveryTimeline}. On the main thread. */
final class RecoveryProgress {

    private static final Logger log = LoggerFactory.getLogger(RecoveryProgress.class);

    private final LongSupplier processAge;
    private final Map<Phase, Long> reached = new EnumMap<>(Phase.class);
    private final Set<JobId> recovered = new HashSet<>();
    private final Set<JobId> awaited = new HashSet<>();
    private final Map<JobId, Long> firstCheckpoints = new HashMap<>();
    private final Map<JobId, Supplier<Takeover>> takeovers = new LinkedHashMap<>();

    /**
     * @param processAge milliseconds since the process was started
     */
    RecoveryProgress(LongSupplier processAge) {
        this.processAge = requireNonNull(processAge, "processAge");
    }

    /** A phase was reached; the first time counts. */
    void reach(Phase phase, long millis) {
        if (reached.putIfAbsent(phase, millis) == null) {
            log.info("{} after {} ms.", phase, millis);
        }
    }

    private void reach(Phase phase) {
        reach(phase, processAge.getAsLong());
    }

    /** All jobs are known; those are of earlier JobManagers, and are to run. */
    void onLoaded(Collection<JobId> jobs) {
        recovered.addAll(jobs);
        awaited.addAll(jobs);
        reach(Phase.JOBS_LOADED);
    }

    /** A TaskManager has come. */
    void onTaskManagerRegistered() {
        if (!reached.containsKey(Phase.TASKS_RUNNING)) {
            reached.put(Phase.TASK_MANAGERS_BACK, processAge.getAsLong());
        }
    }

    /** It is decided which of a job's tasks go on. */
    void onTakenOver(JobMaster job, TakeoverReport tasks) {
        JobGraph graph = job.graph();
        takeovers.put(
                graph.id(),
                () -> new Takeover(graph.id(), graph.name(), tasks, job.longestGapMillis()));
    }

    void onAllTasksRunning(JobId job) {
        awaitNoLonger(job);
    }

    /** A job is not among the running any more. */
    void onJobGone(JobId job) {
        takeovers.computeIfPresent(
                job,
                (id, latest) -> {
                    Takeover last = latest.get(); // the job is not kept for its sake
                    return () -> last;
                });
        awaitNoLonger(job);
    }

    private void awaitNoLonger(JobId job) {
        if (awaited.remove(job) && awaited.isEmpty()) {
            reach(Phase.TASKS_RUNNING);
        }
    }

    void onCheckpointCompleted(JobId job) {
        if (recovered.contains(job)) {
            firstCheckpoints.computeIfAbsent(job, first -> processAge.getAsLong());
        }
    }

    RecoveryTimeline timeline(long epoch) {
        List<Reached> phases =
                reached.entrySet().stream()
                        .map(phase -> new Reached(phase.getKey(), phase.getValue()))
                        .sorted(Comparator.comparingLong(Reached::millis))
                        .collect(Collectors.toList());
        return new RecoveryTimeline(
                epoch,
                processAge.getAsLong(),
                phases,
                recovered.size(),
                awaited.size(),
                firstCheckpoints,
                takeovers.values().stream().map(Supplier::get).toList());
    }
}
