package org.holdfast.runtime.jobmaster;

import java.util.Collection;
import java.util.List;
import org.holdfast.api.SourceSplit;
import org.holdfast.runtime.dispatcher.JobDetails;
import org.holdfast.runtime.dispatcher.JobStatus;
import org.holdfast.runtime.dispatcher.JobSummary;
import org.holdfast.runtime.jobgraph.JobGraph;
import org.holdfast.runtime.task.TaskCounters;

/** A job's state, summed up for clients. */
final class JobReport {

    private final JobGraph graph;
    private final ExecutionGraph executions;
    private final JobState state;
    private final FailureHistory failures;
    private final long totalSize;

    JobReport(JobGraph graph, ExecutionGraph executions, JobState state, FailureHistory failures) {
        this.graph = graph;
        this.executions = executions;
        this.state = state;
        this.failures = failures;
        this.totalSize =
                graph.vertices().stream()
                        .flatMap(vertex -> vertex.splits().stream())
                        .mapToLong(SourceSplit::size)
                        .sum();
    }

    JobSummary summary() {
        return summary(state.status(), state.endTime());
    }

    /** As it is when the job has ended now. */
    JobSummary summaryAtEnd(JobStatus terminal) {
        return summary(terminal, state.wallClockMillis());
    }

    private JobSummary summary(JobStatus status, long endTime) {
        return new JobSummary(
                graph.id(),
                graph.name(),
                status,
                state.startTime(),
                endTime,
                executions.subtasks().size(),
                executions.countRunning());
    }

    /**
     * All of it.
     *
     * @param summary may be ahead of the state
     */
    JobDetails details(
            JobSummary summary, int restarts, String restartStrategy, String waitingFor) {
        List<JobDetails.Vertex> vertices =
                executions.vertices().stream().map(JobReport::vertexOf).toList();
        return new JobDetails(
                summary,
                graph.code().jobClass(),
                graph.requiredSlots(),
                waitingFor,
                restarts,
                restartStrategy,
                failures.latest(),
                vertices,
                vertices.stream().mapToLong(vertex -> vertex.counters().completedSize()).sum(),
                totalSize,
                graph.bounded());
    }

    private static JobDetails.Vertex vertexOf(List<Subtask> subtasks) {
        var vertex = subtasks.get(0).vertex();
        List<JobDetails.Subtask> reports = subtasks.stream().map(JobReport::subtaskOf).toList();
        return new JobDetails.Vertex(
                vertex.index(),
                vertex.name(),
                vertex.parallelism(),
                sum(reports.stream().map(JobDetails.Subtask::counters).toList()),
                reports);
    }

    private static JobDetails.Subtask subtaskOf(Subtask subtask) {
        ExecutionAttempt attempt = subtask.current();
        return new JobDetails.Subtask(
                subtask.index(),
                attempt.id().attempt(),
                attempt.state(),
                attempt.slot().map(slot -> slot.taskManagerId().text()).orElse(""),
                attempt.counters());
    }

    private static TaskCounters sum(Collection<TaskCounters> counters) {
        return counters.stream().reduce(TaskCounters.NONE, TaskCounters::plus);
    }
}
