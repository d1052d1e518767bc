package org.holdfast.runtime.recovery;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.holdfast.ha.storage.StorageDirectory;
import org.holdfast.ha.store.JobConflictException;
import org.holdfast.runtime.checkpoint.CheckpointRoots;
import org.holdfast.runtime.checkpoint.CheckpointSettings;
import org.holdfast.runtime.concurrent.MainThread;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.dispatcher.JobRegistry;
import org.holdfast.runtime.dispatcher.JobRegistryException;
import org.holdfast.runtime.dispatcher.JobRejectedException;
import org.holdfast.runtime.dispatcher.JobResult;
import org.holdfast.runtime.dispatcher.JobResultJson;
import org.holdfast.runtime.dispatcher.RecoveredJob;
import org.holdfast.runtime.dispatcher.RecoveredJobs;
import org.holdfast.runtime.jobgraph.JobGraph;
import org.holdfast.runtime.jobgraph.JobGraphJson;
import org.holdfast.runtime.jobgraph.JobId;
import org.holdfast.runtime.jobmaster.Ledger;
import org.holdfast.runtime.jobmaster.LedgerJson;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Jobs on the typed stores: each change is one file and one fenced transaction. What blocks runs on
 * the IO executor; jobs are read in parallel.
 */
public final class StoredJobs implements JobRegistry {

    private static final Logger log = LoggerFactory.getLogger(StoredJobs.class);

    private final JobStores stores;
    private final Configuration configuration;
    private final CheckpointRoots checkpoints;
    private final StoredJobReader reader;
    private final StorageCalls calls;
    private final OrphanCollection orphans;
    private final ProgressNote progress;
    private final MainThread mainThread;

    /** The jars of all jobs that have not ended; empty for a job whose graph cannot be read. */
    private final Map<JobId, Optional<String>> jars = new HashMap<>();

    private final Set<JobId> foundEnded = new HashSet<>();

    /**
     * @param configuration of the cluster: jobs whose own settings say nothing follow it
     * @param checkpoints where they are
     * @param io runs what blocks; if it refuses, the operation has failed
     */
    public StoredJobs(
            JobStores stores,
            Configuration configuration,
            CheckpointRoots checkpoints,
            Executor io,
            MainThread mainThread) {
        this.stores = requireNonNull(stores, "stores");
        this.configuration = requireNonNull(configuration, "configuration");
        this.checkpoints = requireNonNull(checkpoints, "checkpoints");
        this.mainThread = requireNonNull(mainThread, "mainThread");
        reader = new StoredJobReader(stores);
        calls = new StorageCalls(io, mainThread);
        orphans = new OrphanCollection(stores, calls, this::directoryOf, mainThread);
        progress = new ProgressNote(stores.progress(), calls);
    }

    // ---------------------------------------------------------------- recovery

    @Override
    public CompletableFuture<RecoveredJobs> recover() {
        mainThread.assertOwned();
        return calls.run(
                        "jobs cannot be recovered",
                        () -> {
                            stores.forgotten().requireNotForgotten();
                            return null;
                        })
                .thenCompose(
                        remembered -> new RecoveryRead(stores, reader, calls, mainThread).start())
                .thenApply(
                        found -> {
                            note(found);
                            orphans.collectLater(found);
                            return found;
                        });
    }

    private void note(RecoveredJobs found) {
        found.jobs().forEach(job -> noteJar(job.graph()));
        found.quarantined().forEach(job -> jars.put(job.id(), Optional.empty()));
        found.results().forEach(result -> foundEnded.add(result.result().id()));
    }

    private void noteJar(JobGraph graph) {
        jars.put(graph.id(), Optional.of(graph.code().jarDigest()));
    }

    @Override
    public CompletableFuture<RecoveredJob> recover(JobId job, boolean withCheckpoints) {
        return calls.run(
                        "job " + job + " cannot be read",
                        () -> {
                            JobGraph graph = reader.graph(job).orElseThrow(() -> notStored(job));
                            reader.requireJar(graph);
                            return reader.job(graph, withCheckpoints);
                        })
                .thenApply(
                        found -> {
                            noteJar(found.graph());
                            return found;
                        });
    }

    private static IOException notStored(JobId job) {
        return new IOException(
                "job "
                        + job
                        + " is not to be run any more. If it is its result that cannot be read,"
                        + " drop it");
    }

    // ---------------------------------------------------------------- changes

    @Override
    public CompletableFuture<Void> put(JobGraph graph) {
        mainThread.assertOwned();
        JobId id = graph.id();
        if (foundEnded.contains(id)) {
            return CompletableFuture.failedFuture(
                    new JobRejectedException(
                            "job id "
                                    + id
                                    + " was used by a job that has ended. Submit with another"
                                    + " id."));
        }
        noteJar(graph); // before: nobody removes it meanwhile
        return calls.<Void>run(
                        "job " + id + " is not stored",
                        () -> {
                            try {
                                stores.graphs().put(id.hex(), JobGraphJson.write(graph));
                                return null;
                            } catch (JobConflictException e) {
                                throw new JobRejectedException(e.getMessage());
                            }
                        })
                .whenComplete((done, failure) -> forgetIfNotStored(id, failure));
    }

    private void forgetIfNotStored(JobId id, Throwable failure) {
        boolean open = failure instanceof JobRegistryException known && known.outcomeUnknown();
        if (failure != null && !open) {
            jars.remove(id);
        }
    }

    @Override
    public CompletableFuture<Void> recordCancel(JobId job) {
        return calls.run(
                "that job " + job + " is to be cancelled is not stored",
                () -> {
                    stores.cancels().record(job.hex(), "cancel");
                    return null;
                });
    }

    @Override
    public CompletableFuture<Void> putLedger(Ledger ledger) {
        return calls.run(
                "the ledger of job " + ledger.job() + " is not stored",
                () -> {
                    stores.ledgers().swap(ledger.job().hex(), LedgerJson.write(ledger));
                    return null;
                });
    }

    @Override
    public CompletableFuture<Void> finish(JobResult result) {
        return calls.run(
                "the result of job " + result.id() + " is not stored",
                () -> {
                    stores.results().finish(result.id().hex(), JobResultJson.write(result));
                    return null;
                });
    }

    @Override
    public void noteProgress() {
        mainThread.assertOwned();
        progress.write();
    }

    // ---------------------------------------------------------------- clean-up

    @Override
    public CompletableFuture<Void> clean(JobResult result) {
        mainThread.assertOwned();
        JobId id = result.id();
        Set<String> unused = jarsUsedByNoOther(result);
        return calls.<Void>run(
                        "what is left of job " + id + " is not removed",
                        () -> {
                            cleanUp(result, unused);
                            return null;
                        })
                .thenRun(() -> jars.remove(id));
    }

    private void cleanUp(JobResult result, Set<String> unused) throws IOException {
        JobId id = result.id();
        if (result.graph().isEmpty()) {
            stores.cleanUp().clean(id.hex(), unused);
            return;
        }
        CheckpointSettings settings = settingsOf(result.graph().get());
        boolean keep = settings.retention().keepsAfter(result.details().summary().status());
        stores.cleanUp().clean(id.hex(), checkpoints.of(id, settings), keep, unused);
    }

    private StorageDirectory directoryOf(JobGraph graph) throws IOException {
        return checkpoints.of(graph.id(), settingsOf(graph));
    }

    private CheckpointSettings settingsOf(JobGraph graph) {
        return CheckpointSettings.of(configuration.withAll(graph.settings()));
    }

    private Set<String> jarsUsedByNoOther(JobResult result) {
        Optional<String> own = result.graph().map(graph -> graph.code().jarDigest());
        boolean anyUnknown = jars.containsValue(Optional.<String>empty());
        boolean usedByOther =
                jars.entrySet().stream()
                        .filter(job -> !job.getKey().equals(result.id()))
                        .anyMatch(job -> job.getValue().equals(own));
        return own.isEmpty() || anyUnknown || usedByOther ? Set.of() : Set.of(own.get());
    }
}
