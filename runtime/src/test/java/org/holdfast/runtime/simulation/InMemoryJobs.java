package org.holdfast.runtime.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.holdfast.runtime.checkpoint.CheckpointMetadata;
import org.holdfast.runtime.checkpoint.InMemoryCheckpoints;
import org.holdfast.runtime.dispatcher.JobRegistry;
import org.holdfast.runtime.dispatcher.JobRegistryException;
import org.holdfast.runtime.dispatcher.JobRejectedException;
import org.holdfast.runtime.dispatcher.JobResult;
import org.holdfast.runtime.dispatcher.QuarantinedJob;
import org.holdfast.runtime.dispatcher.RecoveredJob;
import org.holdfast.runtime.dispatcher.RecoveredJobs;
import org.holdfast.runtime.dispatcher.RecoveredJobs.RecoveredResult;
import org.holdfast.runtime.jobgraph.JobGraph;
import org.holdfast.runtime.jobgraph.JobId;
import org.holdfast.runtime.jobmaster.Ledger;

/**
 * What outlives JobManagers, in memory, with faults to order. Changes are made some time after they
 * were asked for, and only in the name of the epoch that is current then.
 */
public final class InMemoryJobs {

    /** What is to become of changes. */
    public enum Changes {
        /** They happen. */
        HAPPEN,
        /** They do not happen. */
        FAIL,
        /** They happen, and the answer is lost. */
        HAPPEN_UNSEEN
    }

    private final Executor later;
    private final InMemoryCheckpoints checkpoints;
    private final Map<JobId, JobGraph> graphs = new TreeMap<>();
    private final Map<JobId, Ledger> ledgers = new HashMap<>();
    private final Set<JobId> cancels = new HashSet<>();
    private final Map<JobId, JobResult> results = new TreeMap<>();
    private final Set<JobId> dirty = new HashSet<>();
    private final Map<JobId, String> damaged = new HashMap<>();
    private final Set<Integer> progressed = new HashSet<>();
    private Changes changes = Changes.HAPPEN;
    private int epoch;

    /**
     * @param later carries requests to the store, and answers back
     */
    public InMemoryJobs(Executor later, InMemoryCheckpoints checkpoints) {
        this.later = later;
        this.checkpoints = checkpoints;
    }

    /** The next epoch begins. */
    public JobRegistry elect() {
        epoch++;
        return new OfEpoch(epoch);
    }

    public void changesWill(Changes fate) {
        changes = fate;
    }

    /** Something of a job cannot be read any more; empty text if it can again. */
    public void damage(JobId job, String reason) {
        if (reason.isEmpty()) {
            damaged.remove(job);
        } else {
            damaged.put(job, reason);
        }
    }

    public Map<JobId, JobGraph> graphs() {
        return Map.copyOf(graphs);
    }

    public Map<JobId, JobResult> results() {
        return Map.copyOf(results);
    }

    public Optional<Ledger> ledger(JobId job) {
        return Optional.ofNullable(ledgers.get(job));
    }

    public boolean isToBeCancelled(JobId job) {
        return cancels.contains(job);
    }

    /** Jobs that have ended, of which something is left. */
    public Set<JobId> dirty() {
        return Set.copyOf(dirty);
    }

    /** Whether the JobManager that was elected last has noted that it achieved something. */
    public boolean hasProgressed() {
        return progressed.contains(epoch);
    }

    /** What is stored of a job beside its result. */
    public List<String> leftOf(JobId job) {
        List<String> left = new ArrayList<>();
        if (graphs.containsKey(job)) {
            left.add("graph");
        }
        if (ledgers.containsKey(job)) {
            left.add("ledger");
        }
        if (cancels.contains(job)) {
            left.add("cancel");
        }
        checkpoints.pointersOf(job).forEach(id -> left.add("checkpoint " + id));
        return left;
    }

    private final class OfEpoch implements JobRegistry {

        private final int own;

        OfEpoch(int own) {
            this.own = own;
        }

        private <T> CompletableFuture<T> answer(Supplier<T> question) {
            CompletableFuture<T> result = new CompletableFuture<>();
            later.execute(
                    () -> {
                        try {
                            T value = question.get();
                            later.execute(() -> result.complete(value));
                        } catch (JobRejectedException | JobRegistryException e) {
                            later.execute(() -> result.completeExceptionally(e));
                        }
                    });
            return result;
        }

        private CompletableFuture<Void> change(Runnable change) {
            return answer(
                    () -> {
                        if (own != epoch) {
                            throw new JobRegistryException("fenced", false, null);
                        }
                        if (changes != Changes.FAIL) {
                            change.run();
                        }
                        if (changes != Changes.HAPPEN) {
                            boolean unknown = changes == Changes.HAPPEN_UNSEEN;
                            throw new JobRegistryException("no connection", unknown, null);
                        }
                        return null;
                    });
        }

        @Override
        public CompletableFuture<RecoveredJobs> recover() {
            return answer(
                    () -> {
                        List<RecoveredJob> jobs = new ArrayList<>();
                        List<QuarantinedJob> quarantined = new ArrayList<>();
                        graphs.forEach(
                                (id, graph) -> {
                                    if (damaged.containsKey(id)) {
                                        quarantined.add(
                                                new QuarantinedJob(
                                                        id, graph.name(), damaged.get(id)));
                                    } else {
                                        jobs.add(read(id, true));
                                    }
                                });
                        return new RecoveredJobs(
                                jobs,
                                quarantined,
                                results.values().stream()
                                        .map(
                                                result ->
                                                        new RecoveredResult(
                                                                result,
                                                                dirty.contains(result.id())))
                                        .toList());
                    });
        }

        private RecoveredJob read(JobId id, boolean withCheckpoints) {
            List<CheckpointMetadata> committed =
                    withCheckpoints ? checkpoints.committedOf(id) : List.of();
            return new RecoveredJob(graphs.get(id), ledger(id), committed, cancels.contains(id));
        }

        @Override
        public CompletableFuture<RecoveredJob> recover(JobId job, boolean withCheckpoints) {
            return answer(
                    () -> {
                        if (!graphs.containsKey(job)) {
                            throw new JobRegistryException(job + " is not stored", false, null);
                        }
                        if (withCheckpoints && damaged.containsKey(job)) {
                            throw new JobRegistryException(damaged.get(job), false, null);
                        }
                        return read(job, withCheckpoints);
                    });
        }

        @Override
        public CompletableFuture<Void> put(JobGraph graph) {
            return change(
                    () -> {
                        JobGraph known = graphs.putIfAbsent(graph.id(), graph);
                        boolean other = known != null && !known.equals(graph);
                        if (other || results.containsKey(graph.id())) {
                            throw new JobRejectedException(graph.id() + " is used by another");
                        }
                    });
        }

        @Override
        public CompletableFuture<Void> recordCancel(JobId job) {
            return change(() -> cancels.add(job));
        }

        @Override
        public CompletableFuture<Void> putLedger(Ledger ledger) {
            return change(() -> ledgers.put(ledger.job(), ledger));
        }

        @Override
        public CompletableFuture<Void> finish(JobResult result) {
            return change(
                    () -> {
                        if (results.putIfAbsent(result.id(), result) == null) {
                            dirty.add(result.id());
                            graphs.remove(result.id());
                        }
                    });
        }

        @Override
        public CompletableFuture<Void> clean(JobResult result) {
            return change(
                    () -> {
                        if (dirty.remove(result.id())) {
                            ledgers.remove(result.id());
                            cancels.remove(result.id());
                            checkpoints.forget(result.id());
                        }
                    });
        }

        @Override
        public void noteProgress() {
            progressed.add(own);
        }
    }
}
