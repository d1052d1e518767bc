package org.holdfast.runtime.process;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.holdfast.runtime.config.CheckpointOptions;
import org.holdfast.runtime.task.TaskCounters;
import org.holdfast.runtime.taskmanager.TaskManagerOverview;
import org.holdfast.runtime.taskmanager.TaskManagerOverview.Alone;
import org.holdfast.runtime.taskmanager.TaskManagerOverview.Connected;
import org.holdfast.runtime.taskmanager.TaskManagerOverview.TaskRow;

/**
 * What a TaskManager says of itself to those who ask it, not the JobManager: that is of use while
 * there is none. The clock of the wall is only for people. Thread-safe.
 */
final class StatusPage {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final List<String> COLUMNS =
            List.of(
                    "Job",
                    "Vertex",
                    "Subtask",
                    "Attempt",
                    "State",
                    "Records in",
                    "Records out",
                    "Longest gap",
                    "Holds");

    private final Supplier<CompletableFuture<TaskManagerOverview>> taskManager;
    private final long pid;
    private final LongSupplier ageMillis;
    private final Clock clock;

    /**
     * @param taskManager asked for each page
     * @param ageMillis of the process
     * @param clock of the wall
     */
    StatusPage(
            Supplier<CompletableFuture<TaskManagerOverview>> taskManager,
            long pid,
            LongSupplier ageMillis,
            Clock clock) {
        this.taskManager = requireNonNull(taskManager, "taskManager");
        this.pid = pid;
        this.ageMillis = requireNonNull(ageMillis, "ageMillis");
        this.clock = requireNonNull(clock, "clock");
    }

    private TaskManagerOverview ask(int timeoutMillis)
            throws InterruptedException, ExecutionException, TimeoutException {
        return taskManager.get().get(timeoutMillis, TimeUnit.MILLISECONDS);
    }

    /** As JSON. Durations are milliseconds, times those since 1970 by this machine's clock. */
    String json(int timeoutMillis)
            throws InterruptedException, ExecutionException, TimeoutException {
        TaskManagerOverview overview = ask(timeoutMillis);
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("taskManager", overview.id().text());
        page.put("pid", pid);
        page.put("uptimeMillis", ageMillis.getAsLong());
        page.put("slots", overview.slots());
        page.put("usedSlots", overview.usedSlots());
        page.put("jobManager", jobManager(overview.link()));
        page.put("tasks", overview.tasks().stream().map(StatusPage::task).toList());
        try {
            return JSON.writeValueAsString(page);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write the status", e);
        }
    }

    private Map<String, Object> jobManager(TaskManagerOverview.Link link) {
        Map<String, Object> view = new LinkedHashMap<>();
        long now = clock.millis();
        if (link instanceof Connected connected) {
            view.put("connected", true);
            view.put("address", connected.jobManager().address().toString());
            view.put("epoch", connected.jobManager().epoch());
            view.put("since", now - connected.forMillis());
            view.put("forMillis", connected.forMillis());
        } else if (link instanceof Alone alone) {
            view.put("connected", false);
            view.put("since", now - alone.forMillis());
            view.put("forMillis", alone.forMillis());
            view.put("leaseOption", alone.option());
            view.put("leaseLeftMillis", alone.leftMillis());
            view.put("leaseEnds", now + alone.leftMillis());
        }
        return view;
    }

    private static Map<String, Object> task(TaskRow row) {
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("job", row.attempt().job().hex());
        view.put("jobName", row.jobName());
        view.put("vertex", row.attempt().vertex());
        view.put("subtask", row.attempt().subtask());
        view.put("parallelism", row.parallelism());
        view.put("attempt", row.attempt().attempt());
        view.put("state", row.state().name());
        view.put("holds", holds(row));
        view.put("counters", row.counters());
        return view;
    }

    /** Why a task takes no input; empty if it does. */
    private static String holds(TaskRow row) {
        String key = CheckpointOptions.OUTAGE_STAGING_LIMIT.key();
        return row.held() ? key.substring(key.lastIndexOf('.') + 1) : "";
    }

    /** As HTML. */
    String html(int timeoutMillis)
            throws InterruptedException, ExecutionException, TimeoutException {
        TaskManagerOverview overview = ask(timeoutMillis);
        HtmlText html = new HtmlText("TaskManager " + overview.id());
        html.paragraph(
                "Process %d, up for %s, %d of %d slots in use."
                        .formatted(
                                pid,
                                seconds(ageMillis.getAsLong()),
                                overview.usedSlots(),
                                overview.slots()));
        html.paragraph(sentence(overview.link(), overview.tasks().size()));
        html.table(COLUMNS, overview.tasks().stream().map(StatusPage::cells).toList());
        return html.end();
    }

    private String sentence(TaskManagerOverview.Link link, int tasks) {
        if (link instanceof Connected connected) {
            return "JobManager: connected to %s, since %s."
                    .formatted(connected.jobManager(), timeIn(-connected.forMillis()));
        }
        Alone alone = (Alone) link;
        return "JobManager: none since %s (for %s); %s the time allowed by %s ends at %s (in %s)."
                .formatted(
                        timeIn(-alone.forMillis()),
                        seconds(alone.forMillis()),
                        tasks == 0 ? "this process waits until" : "the tasks run on until",
                        alone.option(),
                        timeIn(alone.leftMillis()),
                        seconds(alone.leftMillis()));
    }

    private static List<String> cells(TaskRow row) {
        TaskCounters counters = row.counters();
        return List.of(
                row.jobName(),
                String.valueOf(row.attempt().vertex()),
                (row.attempt().subtask() + 1) + " of " + row.parallelism(),
                String.valueOf(row.attempt().attempt()),
                row.state().name(),
                String.valueOf(counters.recordsIn()),
                String.valueOf(counters.recordsOut()),
                counters.longestGapMillis() + " ms",
                holds(row));
    }

    private Instant timeIn(long millis) {
        return Instant.now(clock).plusMillis(millis).truncatedTo(ChronoUnit.SECONDS);
    }

    private static String seconds(long millis) {
        return Duration.ofMillis(millis).toSeconds() + " s";
    }
}
