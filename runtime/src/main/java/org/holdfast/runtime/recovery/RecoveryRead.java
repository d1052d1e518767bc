package org.holdfast.runtime.recovery;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.holdfast.ha.storage.DamagedMetadataException;
import org.holdfast.runtime.concurrent.MainThread;
import org.holdfast.runtime.dispatcher.JobRegistryException;
import org.holdfast.runtime.dispatcher.QuarantinedJob;
import org.holdfast.runtime.dispatcher.RecoveredJob;
import org.holdfast.runtime.dispatcher.RecoveredJobs;
import org.holdfast.runtime.dispatcher.RecoveredJobs.RecoveredResult;
import org.holdfast.runtime.jobgraph.JobGraph;
import org.holdfast.runtime.jobgraph.JobId;

/**
 * Reads all jobs and results once, in parallel. What is damaged is quarantined. What has no answer
 * is read again a few times; if others can be read meanwhile, it is quarantined too, else the
 * storage is away, and the whole has failed. On the main thread.
 */
final class RecoveryRead {

    private static final int MOST_ROUNDS = 3;
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final JobStores stores;
    private final StoredJobReader reader;
    private final StorageCalls calls;
    private final MainThread mainThread;
    private final CompletableFuture<RecoveredJobs> answer = new CompletableFuture<>();

    /** Used by the threads that read. */
    private final Set<String> jarsSeen = ConcurrentHashMap.newKeySet();

    private final List<RecoveredJob> jobs = new ArrayList<>();
    private final List<QuarantinedJob> quarantined = new ArrayList<>();
    private final List<RecoveredResult> results = new ArrayList<>();

    /** What came of reading one job. */
    private sealed interface Found {

        /** It is to run. */
        record Job(RecoveredJob job) implements Found {}

        /** It has ended. */
        record Ended(RecoveredResult result) implements Found {}

        /** Something of it is there and cannot be used. */
        record Damaged(QuarantinedJob job) implements Found {}

        /** There was no answer. */
        record Unanswered(QuarantinedJob job) implements Found {}

        /** It is there no more. */
        record Nothing() implements Found {}
    }

    RecoveryRead(
            JobStores stores, StoredJobReader reader, StorageCalls calls, MainThread mainThread) {
        this.stores = requireNonNull(stores, "stores");
        this.reader = requireNonNull(reader, "reader");
        this.calls = requireNonNull(calls, "calls");
        this.mainThread = requireNonNull(mainThread, "mainThread");
    }

    /** Begins; completes on the main thread, fails with {@link JobRegistryException}. */
    CompletableFuture<RecoveredJobs> start() {
        calls.run("the stored jobs cannot be listed", this::list)
                .whenComplete(
                        (ids, failure) -> {
                            if (failure != null) {
                                answer.completeExceptionally(failure);
                            } else {
                                read(ids, 1);
                            }
                        });
        return answer;
    }

    /** Whether a job has a result: only then it is not to run. */
    private Map<JobId, Boolean> list() throws IOException {
        Set<String> ended = new TreeSet<>(stores.results().list());
        Map<JobId, Boolean> all = new LinkedHashMap<>();
        ended.forEach(id -> all.put(new JobId(id), true));
        stores.graphs().list().forEach(id -> all.putIfAbsent(new JobId(id), false));
        return all;
    }

    private void read(Map<JobId, Boolean> ids, int round) {
        List<CompletableFuture<Found>> reads = new ArrayList<>();
        ids.forEach(
                (id, ended) ->
                        reads.add(
                                calls.run("job " + id + " cannot be read", () -> find(id, ended))));
        CompletableFuture.allOf(reads.toArray(CompletableFuture<?>[]::new))
                .whenComplete(
                        (done, failure) -> {
                            if (failure != null) {
                                answer.completeExceptionally(failure);
                            } else {
                                sort(ids, reads, round);
                            }
                        });
    }

    private Found find(JobId id, boolean ended) {
        String name = "";
        try {
            if (ended) {
                return found(reader.result(id).map(Found.Ended::new));
            }
            Optional<JobGraph> graph = reader.graph(id);
            if (graph.isEmpty()) {
                return new Found.Nothing();
            }
            name = graph.get().name();
            requireJar(graph.get());
            return new Found.Job(reader.job(graph.get(), true));
        } catch (DamagedMetadataException e) {
            return new Found.Damaged(new QuarantinedJob(id, name, e.getMessage()));
        } catch (IOException e) {
            return new Found.Unanswered(
                    new QuarantinedJob(id, name, "there was no answer: " + e.getMessage()));
        }
    }

    /** Jobs often share a jar. */
    private void requireJar(JobGraph graph) throws IOException {
        if (!jarsSeen.contains(graph.code().jarDigest())) {
            reader.requireJar(graph);
            jarsSeen.add(graph.code().jarDigest());
        }
    }

    private static Found found(Optional<? extends Found> ended) {
        return ended.isPresent() ? ended.get() : new Found.Nothing();
    }

    private void sort(Map<JobId, Boolean> ids, List<CompletableFuture<Found>> reads, int round) {
        Map<JobId, QuarantinedJob> unanswered = new LinkedHashMap<>();
        for (CompletableFuture<Found> read : reads) {
            Found found = read.join();
            if (found instanceof Found.Job job) {
                jobs.add(job.job());
            } else if (found instanceof Found.Ended ended) {
                results.add(ended.result());
            } else if (found instanceof Found.Damaged damaged) {
                quarantined.add(damaged.job());
            } else if (found instanceof Found.Unanswered open) {
                unanswered.put(open.job().id(), open.job());
            }
        }
        if (unanswered.isEmpty()) {
            complete();
        } else if (round < MOST_ROUNDS) {
            Map<JobId, Boolean> again = new LinkedHashMap<>(ids);
            again.keySet().retainAll(unanswered.keySet());
            mainThread.schedule(PAUSE.multipliedBy(round), () -> read(again, round + 1));
        } else if (jobs.isEmpty() && results.isEmpty()) {
            fail(unanswered);
        } else {
            quarantineIfOthersAnswer(unanswered);
        }
    }

    /** Others could be read before; the storage may have gone away since. */
    private void quarantineIfOthersAnswer(Map<JobId, QuarantinedJob> unanswered) {
        boolean ended = jobs.isEmpty();
        JobId other = ended ? results.get(0).result().id() : jobs.get(0).graph().id();
        calls.run("job " + other + " cannot be read again", () -> find(other, ended))
                .whenComplete(
                        (found, failure) -> {
                            if (failure != null || found instanceof Found.Unanswered) {
                                fail(unanswered);
                            } else {
                                quarantined.addAll(unanswered.values());
                                complete();
                            }
                        });
    }

    private void fail(Map<JobId, QuarantinedJob> unanswered) {
        QuarantinedJob first = unanswered.values().iterator().next();
        answer.completeExceptionally(
                new JobRegistryException("job " + first.id() + ": " + first.reason(), false, null));
    }

    private void complete() {
        answer.complete(new RecoveredJobs(jobs, quarantined, results));
    }
}
