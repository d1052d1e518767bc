package org.holdfast.runtime.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.holdfast.runtime.simulation.TestCluster.cluster;

import java.time.Duration;
import org.holdfast.runtime.jobgraph.JobGraph;
import org.holdfast.runtime.jobgraph.JobId;
import org.holdfast.runtime.process.ClusterEnd;
import org.holdfast.runtime.simulation.FakeTaskManager;
import org.holdfast.runtime.simulation.TestCluster;
import org.holdfast.runtime.simulation.TestGraphs;
import org.junit.jupiter.api.Test;

/** When a cluster ends, and how. */
class ClusterEndTest {

    private final JobGraph graph = TestGraphs.counting(2).name("own").build();
    private final JobId own = graph.id();

    private static ClusterEnd endOf(TestCluster cluster) {
        assertThat(cluster.coordinators.ended()).as("end of the cluster").isDone();
        return cluster.coordinators.ended().join();
    }

    // ---------------------------------------------------------------- a job of its own

    @Test
    void aClusterOfOneJobSucceedsWhenItFinishes() {
        TestCluster cluster = cluster().ownJob(graph).start();
        cluster.awaitAllRunning(own);
        assertThat(cluster.coordinators.ended()).isNotDone();

        cluster.finishAll(own);
        cluster.awaitStatus(own, JobStatus.FINISHED);

        assertThat(endOf(cluster))
                .isEqualTo(
                        new ClusterEnd(
                                ClusterEnd.Status.SUCCEEDED, "Job " + own + " (own) FINISHED"));
    }

    @Test
    void aClusterOfOneJobFailsWithItAndSaysWhy() {
        TestCluster cluster = cluster().ownJob(graph).start();
        cluster.awaitAllRunning(own);

        cluster.fail(own, 1, 0, "java.io.IOException: disk full");
        cluster.awaitStatus(own, JobStatus.FAILED);

        assertThat(endOf(cluster))
                .isEqualTo(
                        new ClusterEnd(
                                ClusterEnd.Status.FAILED,
                                "Job "
                                        + own
                                        + " (own) FAILED: count (1/2): java.io.IOException: disk"
                                        + " full"));
    }

    @Test
    void aClusterOfOneJobIsKilledWhenItIsCancelled() {
        TestCluster cluster = cluster().ownJob(graph).start();
        cluster.awaitAllRunning(own);

        cluster.cancel(own);
        cluster.awaitStatus(own, JobStatus.CANCELED);

        assertThat(endOf(cluster).status()).isEqualTo(ClusterEnd.Status.KILLED);
    }

    @Test
    void aClusterOfOneJobIsKilledWhenItIsStopped() {
        TestCluster cluster = cluster().ownJob(graph).start();
        cluster.awaitAllRunning(own);

        cluster.answer(cluster.dispatcher().shutDown("asked to"));
        cluster.advance(Duration.ofSeconds(1));

        assertThat(endOf(cluster).status()).isEqualTo(ClusterEnd.Status.KILLED);
        assertThat(cluster.status(own)).isEqualTo(JobStatus.CANCELED);
    }

    @Test
    void aClusterWhoseOwnJobCannotBeRunFailsAtOnce() {
        TestCluster cluster = cluster().ownJob(TestGraphs.counting(1).name(" ").build()).start();

        assertThat(endOf(cluster).status()).isEqualTo(ClusterEnd.Status.FAILED);
        assertThat(endOf(cluster).diagnostics()).contains("is not valid");
    }

    @Test
    void aClusterOfOneJobTakesNoOtherButAnswersARetry() {
        TestCluster cluster = cluster().ownJob(graph).start();

        assertThat(cluster.submit(graph)).isEqualTo(own);
        assertThat(refusal(cluster)).contains("is for job " + own + " only");
    }

    // ---------------------------------------------------------------- a session

    @Test
    void aSessionGoesOnWhenItsJobsEnd() {
        TestCluster cluster = cluster().start();
        JobId job = cluster.submit(graph);
        cluster.awaitAllRunning(job);
        cluster.fail(job, 0, 0, "no");
        cluster.awaitStatus(job, JobStatus.FAILED);
        cluster.advance(Duration.ofHours(1));

        assertThat(cluster.coordinators.ended()).isNotDone();
    }

    @Test
    void aStoppedSessionCancelsItsJobsThenSucceeds() {
        TestCluster cluster = cluster().start();
        JobId running = cluster.submit(graph);
        cluster.awaitAllRunning(running);
        JobId waiting = cluster.submit(TestGraphs.counting(8));

        cluster.answer(cluster.dispatcher().shutDown("stop asked for"));
        assertThat(cluster.status(waiting)).isEqualTo(JobStatus.CANCELED);
        assertThat(cluster.coordinators.ended()).isNotDone();
        cluster.awaitStatus(running, JobStatus.CANCELED);

        assertThat(endOf(cluster))
                .isEqualTo(new ClusterEnd(ClusterEnd.Status.SUCCEEDED, "stop asked for"));
    }

    @Test
    void anEmptySessionStopsAtOnce() {
        TestCluster cluster = cluster().start();

        cluster.answer(cluster.dispatcher().shutDown("stop asked for"));

        assertThat(endOf(cluster).status()).isEqualTo(ClusterEnd.Status.SUCCEEDED);
    }

    @Test
    void aSessionDoesNotWaitForeverForAJobThatDoesNotStop() {
        TestCluster cluster = cluster().setting("cluster.shutdown-timeout", "20 s").start();
        JobId job = cluster.submit(graph);
        cluster.awaitAllRunning(job);
        cluster.taskManagerOf(job, 0, 0).ignoreCancellation();

        cluster.answer(cluster.dispatcher().shutDown("stop asked for"));
        cluster.advance(Duration.ofMillis(19_999));
        assertThat(cluster.coordinators.ended()).isNotDone();
        cluster.advance(Duration.ofMillis(1));

        assertThat(endOf(cluster).diagnostics())
                .isEqualTo("stop asked for (1 jobs had not stopped after 20 s)");
    }

    @Test
    void aSessionThatIsStoppedTakesNeitherJobsNorTaskManagers() {
        TestCluster cluster = cluster().setting("cluster.minimum-taskmanagers", "1").start();
        cluster.advance(Duration.ofSeconds(5));
        FakeTaskManager taskManager = cluster.resources.running().get(0);
        cluster.answer(cluster.dispatcher().shutDown("stop asked for"));

        assertThat(refusal(cluster)).contains("is being stopped: stop asked for");
        assertThat(
                        cluster.coordinators
                                .taskManagers()
                                .onRegistered(
                                        taskManager.registration(),
                                        taskManager.report(),
                                        taskManager))
                .contains("is being stopped");
    }

    private static String refusal(TestCluster cluster) {
        var answer = cluster.dispatcher().submit(TestGraphs.counting(1).build());
        cluster.mainThread.runDue();
        return answer.handle((id, thrown) -> thrown.getCause().getMessage()).join();
    }

    @Test
    void closingStopsTheResourceProviderAndLosesNoOne() {
        TestCluster cluster = cluster().start();
        JobId job = cluster.submit(graph);
        cluster.awaitAllRunning(job);

        cluster.coordinators.close();
        cluster.coordinators.close();
        cluster.resources.running().forEach(FakeTaskManager::fallSilent);
        cluster.advance(Duration.ofHours(1));

        assertThat(cluster.resources.isClosed()).isTrue();
        assertThat(cluster.resources.released()).isEmpty();
        assertThat(cluster.resources.running()).hasSize(1);
    }
}
