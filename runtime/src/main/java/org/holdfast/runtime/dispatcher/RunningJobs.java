package org.holdfast.runtime.dispatcher;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.holdfast.runtime.checkpoint.CheckpointAnswer;
import org.holdfast.runtime.jobgraph.JobId;
import org.holdfast.runtime.jobmaster.JobMaster;
import org.holdfast.runtime.slots.TaskManagerObserver;
import org.holdfast.runtime.task.ExecutionAttemptId;
import org.holdfast.runtime.task.TaskStateChange;
import org.holdfast.runtime.taskmanager.AttemptReport;
import org.holdfast.runtime.taskmanager.TaskManagerHeartbeat;
import org.holdfast.runtime.taskmanager.TaskManagerId;
import org.holdfast.runtime.taskmanager.TaskManagerRegistration;
import org.holdfast.runtime.taskmanager.TaskManagerReport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The jobs that have not ended, oldest first; hands each the news that are its own. */
final class RunningJobs implements TaskManagerObserver {

    private static final Logger log = LoggerFactory.getLogger(RunningJobs.class);

    private final Map<JobId, JobMaster> jobs = new LinkedHashMap<>();

    void add(JobMaster job) {
        jobs.put(job.graph().id(), job);
    }

    void remove(JobMaster job) {
        jobs.remove(job.graph().id());
    }

    Optional<JobMaster> find(JobId id) {
        return Optional.ofNullable(jobs.get(id));
    }

    /** A copy: jobs may end while it is walked. */
    List<JobMaster> all() {
        return List.copyOf(jobs.values());
    }

    boolean isEmpty() {
        return jobs.isEmpty();
    }

    int countTasksOn(TaskManagerId taskManager) {
        Collection<JobMaster> all = jobs.values();
        return all.stream().mapToInt(job -> job.countTasksOn(taskManager)).sum();
    }

    /** A TaskManager has registered: each job hears what runs there of its own, be it nothing. */
    void onReported(TaskManagerRegistration taskManager, TaskManagerReport report) {
        Map<JobId, List<AttemptReport>> byJob =
                report.attempts().stream()
                        .collect(Collectors.groupingBy(attempt -> attempt.attempt().job()));
        all().forEach(
                        job ->
                                job.onReported(
                                        taskManager,
                                        byJob.getOrDefault(job.graph().id(), List.of())));
    }

    /** Whether the TaskManager that has an attempt is to hold its end for a JobManager to come. */
    boolean holdsEnd(ExecutionAttemptId attempt) {
        return find(attempt.job()).filter(job -> job.holdsEnd(attempt)).isPresent();
    }

    void onTaskStateChanged(TaskManagerId from, TaskStateChange change) {
        find(change.attempt().job())
                .ifPresentOrElse(
                        job -> job.onTaskStateChanged(from, change),
                        () ->
                                log.debug(
                                        "{} has news of a job that does not run: {}",
                                        from,
                                        change));
    }

    void onCheckpointAnswer(TaskManagerId from, CheckpointAnswer answer) {
        find(answer.attempt().job()).ifPresent(job -> job.onCheckpointAnswer(from, answer));
    }

    void onHeartbeat(TaskManagerHeartbeat heartbeat) {
        heartbeat
                .counters()
                .forEach(
                        (attempt, counters) ->
                                find(attempt.job())
                                        .ifPresent(job -> job.onCounters(attempt, counters)));
    }

    @Override
    public void onTaskManagerLost(TaskManagerId id, String reason) {
        all().forEach(job -> job.onTaskManagerLost(id, reason));
    }

    @Override
    public void onTaskManagerRelinked(TaskManagerId id) {
        all().forEach(job -> job.onTaskManagerRelinked(id));
    }
}
