package org.holdfast.runtime.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.holdfast.runtime.simulation.TestCluster.cluster;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.holdfast.runtime.checkpoint.CheckpointReport;
import org.holdfast.runtime.jobgraph.JobId;
import org.holdfast.runtime.simulation.InMemoryJobs.Changes;
import org.holdfast.runtime.simulation.TestCluster;
import org.holdfast.runtime.simulation.TestGraphs;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A job that the next JobManager cannot read, among others that it can. */
class QuarantineTest {

    private static final String REASON = "jobs/graph-1 is damaged";

    private final TestCluster cluster =
            cluster().stored().setting("execution.checkpointing.interval", "1 s").start();
    private JobId good;
    private JobId bad;

    @BeforeEach
    void failOver() {
        good = submit("good");
        bad = submit("bad");
        cluster.awaitAllRunning(good);
        cluster.awaitAllRunning(bad);
        cluster.advance(Duration.ofSeconds(3));
        cluster.jobs.damage(bad, REASON);
        cluster.killJobManager();
        cluster.startJobManager();
        cluster.advance(Duration.ofSeconds(5));
    }

    private JobId submit(String name) {
        CompletableFuture<JobId> answer =
                cluster.dispatcher().submit(TestGraphs.counting(1).name(name).build());
        cluster.advance(Duration.ofMillis(10));
        return cluster.answer(answer);
    }

    private <T> Optional<T> answer(
            Function<DispatcherGateway, CompletableFuture<Optional<T>>> command) {
        CompletableFuture<Optional<T>> answer = command.apply(cluster.dispatcher());
        cluster.advance(Duration.ofSeconds(1));
        return cluster.answer(answer);
    }

    private String refusal(Function<DispatcherGateway, ? extends CompletableFuture<?>> command) {
        CompletableFuture<?> answer = command.apply(cluster.dispatcher());
        cluster.advance(Duration.ofSeconds(1));
        Throwable failure =
                answer.handle((done, thrown) -> Optional.ofNullable(thrown)).join().orElseThrow();
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        assertThat(cause).isInstanceOf(JobRejectedException.class);
        return cause.getMessage();
    }

    @Test
    void isSetAsideWithItsReasonAndHarmsNoOther() {
        cluster.awaitAllRunning(good);

        assertThat(cluster.status(bad)).isEqualTo(JobStatus.QUARANTINED);
        assertThat(cluster.details(bad).failures())
                .extracting(JobDetails.Failure::cause)
                .containsExactly(REASON);
        assertThat(cluster.details(bad).waitingFor())
                .isEqualTo("an operator to retry, restore or drop it");
        assertThat(cluster.jobs.leftOf(bad)).contains("graph", "ledger");
    }

    @Test
    void goesOnFromItsLatestCheckpointWhenItCanBeReadAgain() {
        assertThat(refusal(jobs -> jobs.retry(bad)))
                .isEqualTo("Job " + bad + " stays quarantined: " + REASON);
        assertThat(cluster.status(bad)).isEqualTo(JobStatus.QUARANTINED);

        cluster.jobs.damage(bad, "");
        assertThat(answer(jobs -> jobs.retry(bad))).isPresent();

        cluster.awaitAllRunning(bad);
        assertThat(restoredFrom()).contains("chk-3-");
    }

    private String restoredFrom() {
        return answer(jobs -> jobs.checkpoints(bad))
                .flatMap(CheckpointReport::restored)
                .map(CheckpointReport.Restored::path)
                .orElseThrow();
    }

    @Test
    void goesOnFromACheckpointThatTheOperatorChose() {
        String older = cluster.checkpoints.committedOf(bad).get(0).path();

        assertThat(refusal(jobs -> jobs.restoreFrom(bad, "nowhere")))
                .startsWith("Job " + bad + " stays quarantined: ")
                .contains("nowhere");
        assertThat(cluster.status(bad)).isEqualTo(JobStatus.QUARANTINED);
        assertThat(answer(jobs -> jobs.restoreFrom(bad, older))).isPresent();

        cluster.awaitAllRunning(bad);
        assertThat(restoredFrom()).isEqualTo(older);
    }

    @Test
    void endsForGoodWhenItIsDropped() {
        assertThat(answer(jobs -> jobs.drop(bad))).hasValue(JobStatus.CANCELED);
        assertThat(cluster.jobs.graphs()).containsOnlyKeys(good);
        assertThat(cluster.jobs.dirty()).isEmpty();
        assertThat(cluster.jobs.leftOf(bad)).isEmpty();

        cluster.killJobManager();
        cluster.startJobManager();
        cluster.advance(Duration.ofSeconds(5));

        cluster.awaitAllRunning(good);
        assertThat(cluster.status(bad)).isEqualTo(JobStatus.CANCELED);
        assertThat(cluster.details(bad).failures().get(0).cause())
                .isEqualTo("dropped by an operator: " + REASON);
    }

    @Test
    void staysWhenDroppingItIsNotDurable() {
        cluster.jobs.changesWill(Changes.FAIL);
        assertThat(refusal(jobs -> jobs.drop(bad)))
                .isEqualTo("Job " + bad + " stays quarantined: no connection");
        cluster.jobs.changesWill(Changes.HAPPEN);
        assertThat(cluster.status(bad)).isEqualTo(JobStatus.QUARANTINED);
        assertThat(answer(jobs -> jobs.drop(bad))).hasValue(JobStatus.CANCELED);
    }

    @Test
    void takesOneCommandAtATime() {
        CompletableFuture<?> first = cluster.dispatcher().drop(bad);
        assertThat(refusal(jobs -> jobs.retry(bad)))
                .isEqualTo(
                        "Another command for job " + bad + " is under way. Try again in a while.");
        assertThat(first).isCompleted();
    }

    @Test
    void noOtherJobTakesSuchCommandsNorSuchAJobOthers() {
        assertThat(refusal(jobs -> jobs.drop(good))).contains("not quarantined. Nothing was done.");
        assertThat(refusal(jobs -> jobs.cancel(bad))).contains("is quarantined", "Drop it instead");
        assertThat(refusal(jobs -> jobs.submit(TestGraphs.counting(1).id(bad).name("new").build())))
                .contains("is used by a quarantined job");
        assertThat(answer(jobs -> jobs.retry(new JobId("f".repeat(32))))).isEmpty();
        assertThat(cluster.status(good)).isEqualTo(JobStatus.RUNNING);
        assertThat(cluster.status(bad)).isEqualTo(JobStatus.QUARANTINED);
    }
}
