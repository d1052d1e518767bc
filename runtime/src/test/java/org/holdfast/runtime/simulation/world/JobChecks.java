package org.holdfast.runtime.simulation.world;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.holdfast.ha.leader.Change;
import org.holdfast.ha.leader.Transaction;
import org.holdfast.ha.storage.DamagedMetadataException;
import org.holdfast.ha.storage.MetadataPointer;
import org.holdfast.runtime.dispatcher.JobResultJson;
import org.holdfast.runtime.dispatcher.JobStatus;
import org.holdfast.runtime.dispatcher.JobSummary;
import org.holdfast.runtime.jobgraph.JobId;
import org.holdfast.runtime.jobmaster.Ledger;
import org.holdfast.runtime.jobmaster.LedgerJson;

/** What jobs there are, and how they ended: I6, I7, I8, I9, I10, I22. */
final class JobChecks {

    private static final int HEADER = 16;
    private static final int DIGEST = 32;

    private final World world;
    private final Map<JobId, String> contents = new HashMap<>();
    private final Map<JobId, JobStatus> results = new HashMap<>();
    private final Map<JobId, String> resultFiles = new HashMap<>();
    private final Map<JobId, Ledger> ledgers = new HashMap<>();

    JobChecks(World world) {
        this.world = world;
    }

    /** The payload of the file that a pointer names. */
    static byte[] payload(World world, String pointer) throws DamagedMetadataException {
        String file = FileChecks.pathOf(MetadataPointer.decode(pointer).path());
        byte[] bytes =
                world.disk()
                        .look(file)
                        .orElseThrow(() -> new DamagedMetadataException(file + " is missing"));
        return java.util.Arrays.copyOfRange(bytes, HEADER, bytes.length - DIGEST);
    }

    void onGraph(JobId job, String pointer) {
        try {
            String content = SimSnapshots.sha256(payload(world, pointer));
            String before = contents.putIfAbsent(job, content);
            world.verdict()
                    .require(before == null, "I7", () -> "job " + job + " is stored a second time");
        } catch (IOException e) {
            world.verdict().fail("I4", "graph of " + job + ": " + e.getMessage());
        }
    }

    void onGraphGone(JobId job, Transaction transaction) {
        boolean ends =
                transaction.changes().stream()
                        .anyMatch(
                                change ->
                                        change instanceof Change.Create
                                                && change.path()
                                                        .text()
                                                        .equals("results/" + job.hex()));
        world.verdict()
                .require(ends, "I10", () -> "the graph of " + job + " goes without a result");
    }

    void onResult(JobId job, String value, boolean created) {
        String pointer = value.substring(value.indexOf(' ') + 1);
        String before = resultFiles.put(job, pointer);
        world.verdict()
                .require(
                        created ? before == null : pointer.equals(before),
                        "I9",
                        () -> "job " + job + " has another result");
        if (created) {
            onEnded(job, pointer);
        } else {
            List<String> left = world.coordination().lookBelow("jobs/" + job.hex());
            world.verdict()
                    .require(
                            left.isEmpty(),
                            "I10",
                            () -> "job " + job + " is clean, and there is its " + left);
        }
    }

    private void onEnded(JobId job, String pointer) {
        try {
            var details = JobResultJson.read(payload(world, pointer)).details();
            JobStatus status = details.summary().status();
            results.put(job, status);
            world.trace(() -> "job " + job + " has ended: " + status);
            world.verdict()
                    .require(
                            status != JobStatus.FAILED,
                            "I25",
                            () -> "job " + job + " has failed: " + details.failures());
            world.verdict()
                    .require(
                            status != JobStatus.CANCELED || world.client().hasCancelled(job),
                            "I25",
                            () -> "job " + job + " is cancelled, and nobody has asked for that");
            if (status == JobStatus.FINISHED) {
                world.output().requireAll(job);
            }
        } catch (IOException e) {
            world.verdict().fail("I4", "result of " + job + ": " + e.getMessage());
        }
    }

    void onLedger(JobId job, String pointer) {
        try {
            Ledger ledger = LedgerJson.read(payload(world, pointer));
            world.verdict()
                    .require(
                            !results.containsKey(job),
                            "I8",
                            () -> "job " + job + " has ended, and is deployed");
            Ledger before = ledgers.put(job, ledger);
            if (before != null) {
                requireLater(before, ledger);
                requireUntouched(before, ledger);
            }
        } catch (IOException e) {
            world.verdict().fail("I4", "ledger of " + job + ": " + e.getMessage());
        }
    }

    private void requireLater(Ledger before, Ledger after) {
        Map<Integer, Integer> attempts = new HashMap<>();
        before.entries().forEach(entry -> attempts.put(key(entry), entry.attempt()));
        for (Ledger.Entry entry : after.entries()) {
            world.verdict()
                    .require(
                            entry.attempt() >= attempts.getOrDefault(key(entry), 0),
                            "I18",
                            () -> "an attempt goes back from " + before + " to " + after);
        }
        world.verdict()
                .require(
                        after.restarts() >= before.restarts(),
                        "I27",
                        () -> "restarts go back from " + before + " to " + after);
    }

    /** Once all tasks have run, nothing that happens to JobManagers alone restarts one. */
    private void requireUntouched(Ledger before, Ledger after) {
        boolean run = world.checks().checkpoints().newest(before.job()) > 0;
        Set<Integer> attempts = new HashSet<>();
        before.entries().forEach(entry -> attempts.add(key(entry) * 31 + entry.attempt()));
        after.entries().forEach(entry -> attempts.add(key(entry) * 31 + entry.attempt()));
        world.verdict()
                .require(
                        !world.faults().sparesTasks()
                                || !run
                                || attempts.size() == before.entries().size()
                                        && before.restarts() == after.restarts(),
                        "I27",
                        () -> "tasks are started over: " + before + ", " + after);
    }

    private static int key(Ledger.Entry entry) {
        return entry.vertex() << 16 | entry.subtask();
    }

    void onDeletedBelow(String path) {
        String[] parts = path.split("/");
        if (parts.length >= 2 && parts[0].equals("jobs")) {
            JobId job = new JobId(parts[1]);
            world.verdict()
                    .require(
                            results.containsKey(job),
                            "I6",
                            () -> path + " is deleted, and its job has no result");
        }
    }

    // ---------------------------------------------------------------- what others ask

    Optional<JobStatus> result(JobId job) {
        return Optional.ofNullable(results.get(job));
    }

    Optional<Ledger> ledger(JobId job) {
        return Optional.ofNullable(ledgers.get(job));
    }

    boolean isStored(JobId job) {
        return contents.containsKey(job);
    }

    /** A JobManager begins to serve: it knows every job that has not ended. */
    void onLoaded(SimJobManager leader) {
        List<JobId> expected = new ArrayList<>(contents.keySet());
        leader.dispatcher()
                .jobs()
                .thenAccept(
                        known -> {
                            List<JobId> ids = known.stream().map(JobSummary::id).toList();
                            expected.removeIf(job -> results.containsKey(job));
                            world.verdict()
                                    .require(
                                            ids.containsAll(expected)
                                                    || !world.checks()
                                                            .elections()
                                                            .isCurrent(leader),
                                            "I22",
                                            () -> leader + " knows " + ids + " of " + expected);
                        });
    }
}
