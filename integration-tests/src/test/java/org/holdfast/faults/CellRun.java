package org.holdfast.faults;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.holdfast.ha.fault.FaultPoint.Action;
import org.holdfast.runtime.rest.client.RestClient;

/**
 * One cell: brings a JobManager to the point, lets the next one take over, and looks at what became
 * of the jobs. Whatever is not as it must be is noted as a violation, with its invariant.
 */
final class CellRun {

    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final Duration ANSWER_ARRIVES = Duration.ofSeconds(1);
    private static final Duration ZOMBIE_ENDS = Duration.ofSeconds(10);
    private static final int KILLED = 137;
    private static final int ENDLESS = 1_000_000_000;

    private final FaultCluster cluster;
    private final FaultCell cell;
    private final CellNotes notes = new CellNotes();
    private final List<CellJob> jobs = new ArrayList<>();
    private Optional<CompletableFuture<?>> request = Optional.empty();
    private ChildJvm victim;

    /** What a cell came to; no violations if all is well. */
    record Outcome(FaultCell cell, String seen, List<String> violations, Duration took) {

        /** A line of the table. */
        @Override
        public String toString() {
            return "| %s | %s | %s | %s | %.1f s | %s |"
                    .formatted(
                            cell.point(),
                            cell.action(),
                            cell.scenario(),
                            seen,
                            took.toMillis() / 1000.0,
                            violations.isEmpty() ? "hold" : String.join("; ", violations));
        }
    }

    private CellRun(FaultCluster cluster, FaultCell cell) {
        this.cluster = cluster;
        this.cell = cell;
    }

    /** Runs it; the cluster's JobManager must lead, and another one leads afterwards. */
    static Outcome of(FaultCluster cluster, FaultCell cell) throws IOException {
        long begun = System.nanoTime();
        CellRun run = new CellRun(cluster, cell);
        run.run();
        return new Outcome(
                cell,
                run.notes.seen(),
                run.notes.violations(),
                Duration.ofNanos(System.nanoTime() - begun));
    }

    private void run() throws IOException {
        for (int i = 0; i < cell.jobs(); i++) {
            jobs.add(new CellJob(cluster, cell + "-" + i, recordsOfJob()));
        }
        victim = cluster.leader();
        bringToThePoint();
        long stopped = System.nanoTime();
        if (cell.action() == Action.KILL) {
            int status = victim.awaitExit(LONGEST);
            notes.require(status == KILLED, "ended with " + status + " instead of at the point");
        } else {
            victim.awaitStopped();
        }
        notes.saw(cell.action() == Action.KILL ? "died" : "stood still");
        boolean acknowledged = isAcknowledged();
        List<JobTraces> traces = new ArrayList<>();
        for (CellJob job : jobs) {
            traces.add(JobTraces.of(cluster.client().reader(), job.id()));
        }
        checkCommitted(traces.get(0), acknowledged);
        cluster.start();
        Aftermath aftermath = new Aftermath(cluster, cell.scenario(), notes);
        for (int i = 0; i < jobs.size(); i++) {
            aftermath.seeToItsEnd(jobs.get(i), traces.get(i), acknowledged);
        }
        if (cell.action() == Action.STOP) {
            wakeTheZombie(stopped);
        } else {
            victim.close();
        }
        notes.require(cluster.taskManagersLive(), "a TaskManager has ended (I27)");
    }

    private int recordsOfJob() {
        return switch (cell.scenario()) {
            case START -> 15_000;
            case CANCEL -> ENDLESS;
            case SUBMIT, FINISH -> 5_000;
            case CHECKPOINT -> 10_000;
        };
    }

    private void bringToThePoint() throws IOException {
        switch (cell.scenario()) {
            case START -> {
                for (CellJob job : jobs) {
                    job.submit();
                    await("a checkpoint", () -> job.checkpoints().latest().isPresent());
                }
                victim.close();
                victim = cluster.startArmed(cell);
            }
            case SUBMIT -> {
                arm();
                request(jobs.get(0)::submitOnce);
            }
            case CHECKPOINT, FINISH, CANCEL -> {
                jobs.get(0).submit();
                await("a checkpoint", () -> jobs.get(0).checkpoints().latest().isPresent());
                arm();
                if (cell.scenario() == FaultCell.Scenario.CANCEL) {
                    request(client -> client.cancel(jobs.get(0).id()));
                }
            }
        }
    }

    private void arm() {
        victim.tell(cell.command(), "armed");
    }

    /** Asks the victim, once; it may never answer. */
    private void request(Function<RestClient, ?> question) {
        RestClient client =
                HighAvailableCluster.clientOf(cluster.client().published().orElseThrow());
        request = Optional.of(CompletableFuture.supplyAsync(() -> question.apply(client)));
    }

    /** Whether the client has its answer; one that is on its way from a dead process arrives. */
    private boolean isAcknowledged() {
        long deadline = System.nanoTime() + ANSWER_ARRIVES.toNanos();
        while (request.isPresent() && !request.get().isDone() && System.nanoTime() < deadline) {
            ChildJvm.pause();
        }
        boolean acknowledged = request.isPresent() && isDone(request.get());
        if (acknowledged) {
            notes.saw("acknowledged");
        }
        return acknowledged;
    }

    private static boolean isDone(CompletableFuture<?> answer) {
        return answer.isDone() && !answer.isCompletedExceptionally();
    }

    private void checkCommitted(JobTraces traces, boolean acknowledged) {
        boolean committed =
                switch (cell.scenario()) {
                    case SUBMIT -> traces.graph();
                    case CANCEL -> traces.cancelled();
                    case FINISH -> traces.result();
                    case START, CHECKPOINT -> true;
                };
        notes.require(committed == cell.isCommitted(), "committed: " + committed);
        notes.require(committed || !acknowledged, "acknowledged, but not committed (I6)");
        boolean single =
                cell.scenario() != FaultCell.Scenario.START
                        && cell.scenario() != FaultCell.Scenario.CHECKPOINT;
        if (single) {
            notes.saw(committed ? "committed" : "not committed");
        }
    }

    /** The session is over, another leads, nothing else happens: what changes now is its doing. */
    private void wakeTheZombie(long stopped) throws IOException {
        long over =
                stopped + FaultClusterSettings.SESSION.toNanos() + Duration.ofSeconds(1).toNanos();
        while (System.nanoTime() < over) {
            ChildJvm.pause();
        }
        KeptState before = KeptState.of(cluster);
        victim.goOn();
        long woken = System.nanoTime();
        int status = victim.awaitExit(ZOMBIE_ENDS);
        long millis = (System.nanoTime() - woken) / 1_000_000;
        notes.saw("went on and ended with %d after %d ms".formatted(status, millis));
        notes.require(status == FaultyJobManagerMain.FENCED, "the zombie ended with " + status);
        KeptState after = KeptState.of(cluster);
        Set<String> changes = after.changesSince(before);
        notes.require(changes.isEmpty(), "the zombie changed: " + changes + " (I2)");
        notes.require(after.violations().isEmpty(), "then: " + after.violations());
        if (after.newFilesSince(before) > 0) {
            // it cannot know yet that its next change is refused; a later leader removes the file
            notes.saw("left " + after.newFilesSince(before) + " file without a pointer");
        }
        request.ifPresent(
                answer -> notes.require(!isDone(answer), "a zombie has acknowledged (I20)"));
        victim.close();
    }

    static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + LONGEST.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        "Waited in vain for " + what + " for " + LONGEST.toSeconds() + " s");
            }
            ChildJvm.pause();
        }
    }
}
