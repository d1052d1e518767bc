package org.holdfast.runtime.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.holdfast.runtime.checkpoint.CheckpointId;
import org.holdfast.runtime.checkpoint.CheckpointMetadata;
import org.holdfast.runtime.dispatcher.JobDetails;
import org.holdfast.runtime.dispatcher.JobRegistry;
import org.holdfast.runtime.dispatcher.JobRejectedException;
import org.holdfast.runtime.dispatcher.JobResult;
import org.holdfast.runtime.dispatcher.JobStatus;
import org.holdfast.runtime.dispatcher.JobSummary;
import org.holdfast.runtime.dispatcher.QuarantinedJob;
import org.holdfast.runtime.dispatcher.RecoveredJob;
import org.holdfast.runtime.dispatcher.RecoveredJobs;
import org.holdfast.runtime.jobgraph.JobGraph;
import org.holdfast.runtime.jobgraph.JobId;
import org.holdfast.runtime.jobmaster.Ledger;
import org.holdfast.runtime.simulation.TestGraphs;
import org.junit.jupiter.api.Test;

/** What every registry of jobs promises to the JobManagers that lead one after the other. */
public abstract class JobRegistryContract {

    /** The next leader's. */
    protected abstract JobRegistry elect();

    /** A future that completes by itself, or fails with what it failed with. */
    protected abstract <T> T get(CompletableFuture<T> future);

    /** Commits a checkpoint of the current leader. */
    protected abstract void commit(JobId job, CheckpointId id);

    /** Makes the latest checkpoint of a job unreadable. */
    protected abstract void damageLatestCheckpoint(JobId job);

    private final JobGraph graph = TestGraphs.counting(2).name("kept").build();
    private final JobId id = graph.id();

    private static Ledger ledger(JobId job, int attempt) {
        return new Ledger(job, 1_000, 3, List.of(new Ledger.Entry(0, 1, attempt, "tm-1", false)));
    }

    /** How a job has ended. */
    protected static JobResult result(JobGraph graph, JobStatus status) {
        JobSummary summary = new JobSummary(graph.id(), graph.name(), status, 1_000, 2_000, 4, 0);
        return new JobResult(
                graph.id(),
                Optional.of(graph),
                new JobDetails(summary, "a.Job", 2, "", 0, "", List.of(), List.of(), 0, 0, true));
    }

    private RecoveredJobs recovered() {
        return get(elect().recover());
    }

    private RecoveredJob onlyJob() {
        RecoveredJobs found = recovered();
        assertThat(found.jobs()).hasSize(1);
        return found.jobs().get(0);
    }

    @Test
    void thereIsNothingAtFirst() {
        assertThat(recovered()).isEqualTo(RecoveredJobs.NONE);
    }

    @Test
    void aJobIsFoundByTheNextLeader() {
        get(elect().put(graph));

        RecoveredJob found = onlyJob();

        assertThat(found).isEqualTo(new RecoveredJob(graph, Optional.empty(), List.of(), false));
    }

    @Test
    void theSameJobAgainSucceedsAndAnotherUnderItsIdDoesNot() {
        JobRegistry registry = elect();
        get(registry.put(graph));
        get(registry.put(graph));
        JobGraph other = TestGraphs.counting(3).id(id).build();

        assertThatThrownBy(() -> get(registry.put(other))).isInstanceOf(JobRejectedException.class);
        assertThat(onlyJob().graph()).isEqualTo(graph);
    }

    @Test
    void theLatestLedgerCounts() {
        JobRegistry registry = elect();
        get(registry.put(graph));
        get(registry.putLedger(ledger(id, 4)));
        get(registry.putLedger(ledger(id, 5)));

        assertThat(onlyJob().ledger()).contains(ledger(id, 5));
    }

    @Test
    void aWishToCancelIsKept() {
        JobRegistry registry = elect();
        get(registry.put(graph));
        get(registry.recordCancel(id));
        get(registry.recordCancel(id));

        assertThat(onlyJob().cancelled()).isTrue();
    }

    @Test
    void checkpointsAreFoundFromTheOldestToTheLatest() {
        get(elect().put(graph));
        commit(id, new CheckpointId(1, 9));
        commit(id, new CheckpointId(1, 10));

        assertThat(onlyJob().checkpoints())
                .extracting(CheckpointMetadata::id)
                .containsExactly(new CheckpointId(1, 9), new CheckpointId(1, 10));
    }

    @Test
    void aJobThatHasEndedIsAResultUntilItIsClean() {
        JobRegistry registry = elect();
        get(registry.put(graph));
        get(registry.putLedger(ledger(id, 0)));
        JobResult result = result(graph, JobStatus.FINISHED);
        get(registry.finish(result));
        get(registry.finish(result));

        RecoveredJobs found = recovered();

        assertThat(found.jobs()).isEmpty();
        assertThat(found.results())
                .containsExactly(new RecoveredJobs.RecoveredResult(result, true));
    }

    @Test
    void theFirstResultStays() {
        JobRegistry registry = elect();
        get(registry.put(graph));
        get(registry.finish(result(graph, JobStatus.FAILED)));
        get(registry.finish(result(graph, JobStatus.CANCELED)));

        assertThat(recovered().results().get(0).result().details().summary().status())
                .isEqualTo(JobStatus.FAILED);
    }

    @Test
    void whatIsCleanStaysCleanAndNothingElseIsLeft() {
        JobRegistry first = elect();
        get(first.put(graph));
        get(first.putLedger(ledger(id, 0)));
        get(first.recordCancel(id));
        commit(id, new CheckpointId(1, 1));
        JobResult result = result(graph, JobStatus.CANCELED);
        get(first.finish(result));

        JobRegistry second = elect();
        get(second.recover());
        get(second.clean(result));
        get(second.clean(result));

        RecoveredJobs left = recovered();
        assertThat(left.jobs()).isEmpty();
        assertThat(left.quarantined()).isEmpty();
        assertThat(left.results()).noneMatch(RecoveredJobs.RecoveredResult::dirty);
    }

    @Test
    void aLeaderOfThePastChangesNothing() {
        JobRegistry past = elect();
        get(past.put(graph));
        JobRegistry current = elect();

        assertThatThrownBy(() -> get(past.put(TestGraphs.counting(1).build())))
                .isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> get(past.putLedger(ledger(id, 7))))
                .isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> get(past.finish(result(graph, JobStatus.FAILED))))
                .isInstanceOf(RuntimeException.class);
        assertThat(get(current.recover()).jobs())
                .containsExactly(new RecoveredJob(graph, Optional.empty(), List.of(), false));
    }

    @Test
    void oneJobThatCannotBeReadChangesNoOther() {
        JobRegistry registry = elect();
        get(registry.put(graph));
        commit(id, new CheckpointId(1, 1));
        JobGraph good = TestGraphs.counting(1).build();
        get(registry.put(good));
        damageLatestCheckpoint(id);

        JobRegistry next = elect();
        RecoveredJobs found = get(next.recover());

        assertThat(found.jobs()).extracting(RecoveredJob::graph).containsExactly(good);
        assertThat(found.quarantined()).extracting(QuarantinedJob::id).containsExactly(id);
        assertThat(found.quarantined().get(0).name()).isEqualTo("kept");
        assertThat(found.quarantined().get(0).reason()).contains("1-1");
        assertThatThrownBy(() -> get(next.recover(id, true))).hasMessageContaining("1-1");
        assertThat(get(next.recover(id, false)).graph()).isEqualTo(graph);
    }
}
