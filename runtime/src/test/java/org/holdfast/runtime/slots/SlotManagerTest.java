package org.holdfast.runtime.slots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.holdfast.runtime.simulation.TestCluster.cluster;

import java.time.Duration;
import java.util.List;
import org.holdfast.runtime.dispatcher.JobStatus;
import org.holdfast.runtime.jobgraph.JobId;
import org.holdfast.runtime.simulation.FakeTaskManager;
import org.holdfast.runtime.simulation.TestCluster;
import org.holdfast.runtime.simulation.TestGraphs;
import org.holdfast.runtime.taskmanager.TaskManagerListener;
import org.holdfast.runtime.taskmanager.TaskManagerRegistration;
import org.junit.jupiter.api.Test;

/** Who gets slots, how many TaskManagers are asked for, and which are let go. */
class SlotManagerTest {

    private static final Duration A_WHILE = Duration.ofSeconds(5);

    private JobId running(TestCluster cluster, TestGraphs graph) {
        JobId job = cluster.submit(graph);
        cluster.awaitAllRunning(job);
        return job;
    }

    // ---------------------------------------------------------------- wanted TaskManagers

    @Test
    void aClusterWithoutJobsWantsItsMinimum() {
        TestCluster cluster = cluster().setting("cluster.minimum-taskmanagers", "2").start();
        cluster.advance(Duration.ofHours(1));

        assertThat(cluster.resources.declared()).containsExactly(2);
        assertThat(cluster.resources.running()).hasSize(2);
        assertThat(cluster.resources.registered()).hasSize(2);
        assertThat(cluster.overview().slots()).isEqualTo(4);
    }

    @Test
    void wantsAsManyTaskManagersAsJobsNeedOrTheMinimum() {
        TestCluster cluster = cluster().setting("cluster.minimum-taskmanagers", "2").start();

        JobId small = cluster.submit(TestGraphs.counting(1));
        assertThat(cluster.overview().wantedTaskManagers()).isEqualTo(2);
        cluster.submit(TestGraphs.counting(4));
        cluster.mainThread.runDue();
        assertThat(cluster.overview().wantedTaskManagers()).as("for 5 slots").isEqualTo(3);
        cluster.cancel(small);
        cluster.mainThread.runDue();
        assertThat(cluster.overview().wantedTaskManagers()).as("for 4 slots").isEqualTo(2);
    }

    @Test
    void jobsSubmittedAtOnceAreOneDeclaration() {
        TestCluster cluster = cluster().start();

        cluster.dispatcher().submit(TestGraphs.counting(2).build());
        cluster.dispatcher().submit(TestGraphs.counting(4).build());
        cluster.mainThread.runDue();

        assertThat(cluster.resources.declared()).last().isEqualTo(3);
        assertThat(cluster.resources.declared().size()).isLessThanOrEqualTo(2);
    }

    @Test
    void neverAsksForMoreThanTheMostSlots() {
        TestCluster cluster = cluster().setting("slotmanager.number-of-slots.max", "5").start();

        cluster.submit(TestGraphs.counting(3));
        cluster.submit(TestGraphs.counting(3));
        cluster.advance(A_WHILE);

        assertThat(cluster.overview().wantedTaskManagers()).isEqualTo(2);
    }

    @Test
    void aLostTaskManagerIsStillWanted() {
        TestCluster cluster = cluster().setting("cluster.minimum-taskmanagers", "1").start();
        cluster.advance(A_WHILE);
        FakeTaskManager first = cluster.resources.running().get(0);

        cluster.resources.kill(first, "gone");
        cluster.advance(A_WHILE);

        assertThat(cluster.resources.declared()).containsExactly(1);
        assertThat(cluster.resources.running()).hasSize(1).doesNotContain(first);
        assertThat(cluster.overview().taskManagers()).isEqualTo(1);
    }

    // ---------------------------------------------------------------- spreading

    @Test
    void slotsAreSpreadEvenly() {
        TestCluster cluster =
                cluster()
                        .setting("cluster.minimum-taskmanagers", "3")
                        .slotsPerTaskManager(4)
                        .start();
        cluster.advance(A_WHILE);

        running(cluster, TestGraphs.counting(7));
        assertThat(freeSlots(cluster)).containsExactly(1, 2, 2);
        running(cluster, TestGraphs.counting(2));
        assertThat(freeSlots(cluster)).containsExactly(1, 1, 1);
    }

    private static List<Integer> freeSlots(TestCluster cluster) {
        return cluster.answer(cluster.dispatcher().taskManagers()).stream()
                .map(taskManager -> taskManager.freeSlots())
                .toList();
    }

    // ---------------------------------------------------------------- idle

    @Test
    void anIdleTaskManagerIsReleasedAfterItsTimeout() {
        TestCluster cluster = cluster().start();
        JobId job = running(cluster, TestGraphs.counting(3));
        cluster.finishAll(job);
        cluster.awaitStatus(job, JobStatus.FINISHED);

        cluster.advance(Duration.ofSeconds(29));
        assertThat(cluster.resources.running()).hasSize(2);
        cluster.advance(Duration.ofSeconds(5));

        assertThat(cluster.resources.running()).isEmpty();
        assertThat(cluster.resources.released()).hasSize(2);
        assertThat(cluster.overview().taskManagers()).isZero();
        assertThat(cluster.resources.declared()).containsExactly(2, 0);
    }

    @Test
    void theMinimumStaysWhenIdle() {
        TestCluster cluster = cluster().setting("cluster.minimum-taskmanagers", "1").start();
        JobId job = running(cluster, TestGraphs.counting(5));
        cluster.cancel(job);

        cluster.advance(Duration.ofHours(1));

        assertThat(cluster.resources.running()).hasSize(1);
    }

    @Test
    void aTaskManagerInUseStaysThoughOthersAreReleased() {
        TestCluster cluster = cluster().start();
        JobId large = running(cluster, TestGraphs.counting(4));
        JobId small = running(cluster, TestGraphs.counting(1));
        FakeTaskManager used = cluster.taskManagerOf(small, 0, 0);

        cluster.cancel(large);
        cluster.advance(Duration.ofMinutes(2));

        assertThat(cluster.resources.running()).containsExactly(used);
        assertThat(cluster.status(small)).isEqualTo(JobStatus.RUNNING);
    }

    @Test
    void taskManagersThatCannotBeBroughtBackAreKeptWhenIdle() {
        TestCluster cluster = cluster().startedByHand().start();
        cluster.resources.startByHand();
        cluster.advance(Duration.ofHours(1));

        assertThat(cluster.overview().taskManagers()).isEqualTo(1);
        running(cluster, TestGraphs.counting(2));
    }

    @Test
    void aJobThatComesInTimeKeepsIdleTaskManagers() {
        TestCluster cluster = cluster().start();
        JobId first = running(cluster, TestGraphs.counting(2));
        cluster.cancel(first);
        cluster.advance(Duration.ofSeconds(20));

        JobId second = cluster.submit(TestGraphs.counting(2));
        cluster.advance(Duration.ofMinutes(2));

        assertThat(cluster.status(second)).isEqualTo(JobStatus.RUNNING);
        assertThat(cluster.resources.ever()).hasSize(1);
    }

    // ---------------------------------------------------------------- liveness

    @Test
    void aSilentTaskManagerIsLostAndItsProcessStopped() {
        TestCluster cluster = cluster().start();
        JobId job = running(cluster, TestGraphs.counting(2).restarting(1));
        FakeTaskManager silent = cluster.taskManagerOf(job, 0, 0);

        silent.fallSilent();
        cluster.advance(Duration.ofSeconds(40));
        assertThat(cluster.status(job)).isEqualTo(JobStatus.RUNNING);
        cluster.advance(Duration.ofSeconds(15));

        assertThat(cluster.details(job).failures().get(0).cause()).contains("no heartbeat for");
        assertThat(silent.isAlive()).isFalse();
        assertThat(cluster.resources.released()).containsExactly(silent.id());
        cluster.awaitAllRunning(job);
    }

    @Test
    void aJobManagerThatStoodStillDoesNotTakeThatForTheSilenceOfOthers() {
        TestCluster cluster = cluster().start();
        JobId job = running(cluster, TestGraphs.counting(4));
        List<FakeTaskManager> before = List.copyOf(cluster.resources.running());
        cluster.advance(A_WHILE);

        cluster.mainThread.standStill(Duration.ofMinutes(10));
        cluster.advance(Duration.ofMinutes(2));

        assertThat(cluster.resources.running()).isEqualTo(before);
        assertThat(cluster.resources.released()).isEmpty();
        assertThat(cluster.status(job)).isEqualTo(JobStatus.RUNNING);
        assertThat(cluster.details(job).restarts()).isZero();
    }

    @Test
    void oneThatWasSilentBeforeTheJobManagerStoodStillStillIs() {
        TestCluster cluster = cluster().start();
        JobId job = running(cluster, TestGraphs.counting(2).restarting(1));
        FakeTaskManager silent = cluster.taskManagerOf(job, 0, 0);

        silent.fallSilent();
        cluster.advance(Duration.ofSeconds(30));
        cluster.mainThread.standStill(Duration.ofMinutes(10));
        assertThat(silent.isAlive()).isTrue();
        cluster.advance(Duration.ofSeconds(25));

        assertThat(silent.isAlive()).isFalse();
        assertThat(cluster.resources.released()).containsExactly(silent.id());
    }

    @Test
    void aTaskManagerThatWasGivenUpIsRefusedWhenItComesBack() {
        TestCluster cluster = cluster().setting("cluster.minimum-taskmanagers", "1").start();
        cluster.advance(A_WHILE);
        FakeTaskManager lost = cluster.resources.running().get(0);
        TaskManagerListener jobManager = cluster.coordinators.taskManagers();

        jobManager.onLost(lost.id(), "unreachable");
        jobManager.onLost(lost.id(), "unreachable, once more");

        assertThat(jobManager.onRegistered(lost.registration(), lost.report(), lost))
                .contains("given up before: unreachable");
    }

    @Test
    void aTaskManagerThatLostItsLinkIsTakenBackWithAllItRuns() {
        TestCluster cluster = cluster().start();
        JobId job = running(cluster, TestGraphs.counting(1).restarting(9));
        FakeTaskManager unlinked = cluster.taskManagerOf(job, 0, 0);
        assertThat(cluster.overview().freeSlots()).isEqualTo(1);

        unlinked.cutLink();
        cluster.advance(Duration.ofSeconds(30));
        assertThat(cluster.overview().taskManagers()).isEqualTo(1);
        assertThat(cluster.overview().freeSlots()).as("slots out of reach").isZero();
        unlinked.loseLink();
        cluster.advance(A_WHILE);

        assertThat(cluster.overview().freeSlots()).isEqualTo(1);
        assertThat(cluster.details(job).restarts()).isZero();
        assertThat(unlinked.cancelled()).isEmpty();
        assertThat(cluster.taskManagerOf(job, 0, 0)).isSameAs(unlinked);
    }

    @Test
    void aTaskManagerThatDoesNotComeBackIsGivenUpAfterTheHeartbeatTimeout() {
        TestCluster cluster = cluster().start();
        JobId job = running(cluster, TestGraphs.counting(1).restarting(9));
        FakeTaskManager unlinked = cluster.taskManagerOf(job, 0, 0);

        unlinked.cutLink();
        cluster.advance(Duration.ofSeconds(60));

        assertThat(cluster.details(job).failures().get(0).cause()).contains("no heartbeat for");
        assertThat(cluster.resources.released()).containsExactly(unlinked.id());
    }

    @Test
    void aTaskManagerThatWasGivenUpMayComeBackWithoutWhatItRanIfNoneTookItsPlace() {
        TestCluster cluster = cluster().startedByHand().start();
        cluster.resources.startByHand();
        JobId job = running(cluster, TestGraphs.counting(2).restarting(9));
        FakeTaskManager lost = cluster.taskManagerOf(job, 0, 0);
        var old = List.copyOf(lost.liveTasks());
        lost.cutLink();
        cluster.coordinators.taskManagers().onLost(lost.id(), "silent");
        cluster.advance(A_WHILE);
        assertThat(cluster.overview().taskManagers()).isZero();

        lost.loseLink();
        cluster.awaitAllRunning(job);

        assertThat(cluster.overview().taskManagers()).isEqualTo(1);
        assertThat(lost.cancelled()).containsExactlyInAnyOrderElementsOf(old);
        assertThat(lost.liveTasks()).hasSameSizeAs(old).doesNotContainAnyElementsOf(old);
        assertThat(cluster.details(job).restarts()).isEqualTo(1);
    }

    @Test
    void aTaskManagerMayRegisterTwiceButNoOtherUnderItsName() {
        TestCluster cluster = cluster().setting("cluster.minimum-taskmanagers", "1").start();
        cluster.advance(A_WHILE);
        FakeTaskManager known = cluster.resources.running().get(0);
        TaskManagerListener jobManager = cluster.coordinators.taskManagers();
        TaskManagerRegistration same = known.registration();
        TaskManagerRegistration other =
                new TaskManagerRegistration(
                        same.id(),
                        "second",
                        same.host(),
                        same.pid(),
                        same.dataAddress(),
                        2,
                        same.heapBytes());

        assertThat(jobManager.onRegistered(same, known.report(), known)).isEmpty();
        assertThat(jobManager.onRegistered(other, known.report(), known))
                .contains("another TaskManager");
        assertThat(cluster.overview().taskManagers()).isEqualTo(1);
    }

    // ---------------------------------------------------------------- not enough

    @Test
    void aJobThatCanNeverHaveItsSlotsFailsAtOnceDespiteItsRestartStrategy() {
        TestCluster cluster = cluster().start();
        running(cluster, TestGraphs.counting(4));

        JobId job = cluster.submit(TestGraphs.counting(12).restarting(99));
        cluster.mainThread.runDue();

        assertThat(cluster.status(job)).isEqualTo(JobStatus.FAILED);
        assertThat(cluster.details(job).failures())
                .singleElement()
                .satisfies(
                        failure ->
                                assertThat(failure.cause())
                                        .startsWith(
                                                "job needs 12 slots, the cluster has 4 of at most"
                                                        + " 8; lower -p or "));
        assertThat(cluster.overview().wantedTaskManagers()).isEqualTo(2);
    }

    @Test
    void theMostSlotsOfTheConfigurationCountToo() {
        TestCluster cluster =
                cluster()
                        .atMost(100, false)
                        .setting("slotmanager.number-of-slots.max", "5")
                        .start();

        JobId job = cluster.submit(TestGraphs.counting(5));
        cluster.mainThread.runDue();

        assertThat(cluster.details(job).failures().get(0).cause())
                .isEqualTo(
                        "job needs 5 slots, the cluster has 0 of at most 4; lower -p or raise"
                                + " slotmanager.number-of-slots.max");
    }

    @Test
    void aJobThatDoesNotGetItsSlotsInTimeFails() {
        TestCluster cluster = cluster().atMost(1, false).start();
        JobId job = cluster.submit(TestGraphs.counting(3));

        cluster.advance(Duration.ofSeconds(299));
        assertThat(cluster.status(job)).isEqualTo(JobStatus.CREATED);
        cluster.advance(Duration.ofSeconds(2));

        assertThat(cluster.status(job)).isEqualTo(JobStatus.FAILED);
        assertThat(cluster.details(job).failures().get(0).cause())
                .startsWith("no 3 slots within 300 s: 2 of 2 slots on 1 TaskManagers are free")
                .contains("2 TaskManagers are wanted");
        assertThat(cluster.resources.declared()).last().isEqualTo(0);
    }

    @Test
    void aJobWithRestartsAsksAgainWhenItGotNoSlotsInTime() {
        TestCluster cluster = cluster().atMost(1, true).start();
        JobId first = running(cluster, TestGraphs.counting(2));
        JobId second = cluster.submit(TestGraphs.counting(2).restarting(1));

        cluster.advance(Duration.ofSeconds(310));
        assertThat(cluster.status(second)).isEqualTo(JobStatus.RESTARTING);
        cluster.cancel(first);
        cluster.awaitAllRunning(second);

        assertThat(cluster.details(second).failures()).hasSize(1);
    }

    @Test
    void whenTaskManagersCannotBeHadWaitingAndNewJobsFailWithTheReason() {
        TestCluster cluster = cluster().setting("cluster.minimum-taskmanagers", "1").start();
        cluster.advance(A_WHILE);
        JobId waiting = cluster.submit(TestGraphs.counting(4));
        JobId small = cluster.submit(TestGraphs.counting(2));

        cluster.resources.sayUnavailable("queue 'etl' is stopped");
        cluster.mainThread.runDue();
        JobId late = cluster.submit(TestGraphs.counting(4));
        cluster.mainThread.runDue();

        assertThat(cluster.status(small)).isEqualTo(JobStatus.RUNNING);
        for (JobId failed : List.of(waiting, late)) {
            assertThat(cluster.status(failed)).isEqualTo(JobStatus.FAILED);
            assertThat(cluster.details(failed).failures().get(0).cause())
                    .contains("job needs 4 slots", "queue 'etl' is stopped");
        }
    }

    // ---------------------------------------------------------------- competition

    @Test
    void slotsAreAllOrNothing() {
        TestCluster cluster = cluster().atMost(2, false).start();
        running(cluster, TestGraphs.counting(2));

        JobId large = cluster.submit(TestGraphs.counting(3));
        cluster.advance(A_WHILE);

        assertThat(cluster.status(large)).isEqualTo(JobStatus.CREATED);
        assertThat(cluster.overview().freeSlots()).isEqualTo(2);
        assertThat(cluster.deployments(large)).isEmpty();
    }

    @Test
    void theOlderOfTwoWaitingJobsComesFirst() {
        TestCluster cluster = cluster().atMost(1, true).start();
        JobId first = running(cluster, TestGraphs.counting(2));
        JobId second = cluster.submit(TestGraphs.counting(2));
        JobId third = cluster.submit(TestGraphs.counting(2));

        cluster.cancel(first);
        cluster.awaitAllRunning(second);
        assertThat(cluster.status(third)).isEqualTo(JobStatus.CREATED);
        cluster.cancel(second);
        cluster.awaitAllRunning(third);
    }

    @Test
    void aSmallJobGoesAheadWithSlotsALargerOneCannotUseYet() {
        TestCluster cluster = cluster().atMost(2, true).start();
        running(cluster, TestGraphs.counting(2));
        JobId large = cluster.submit(TestGraphs.counting(3));

        JobId small = cluster.submit(TestGraphs.counting(1));
        cluster.awaitAllRunning(small);

        assertThat(cluster.status(large)).isEqualTo(JobStatus.CREATED);
    }

    @Test
    void aRestartingJobIsServedBeforeYoungerOnesThatWait() {
        TestCluster cluster = cluster().atMost(1, true).start();
        JobId old = running(cluster, TestGraphs.counting(2).restarting(1));
        JobId young = cluster.submit(TestGraphs.counting(1));
        cluster.advance(A_WHILE);

        cluster.resources.kill(cluster.resources.running().get(0), "gone");
        cluster.awaitStatus(old, JobStatus.RESTARTING);
        cluster.awaitAllRunning(old);

        assertThat(cluster.status(young)).isEqualTo(JobStatus.CREATED);
    }

    @Test
    void twoJobsThatTogetherNeedMoreThanThereIsBothRunInTheEnd() {
        TestCluster cluster = cluster().atMost(2, true).start();
        JobId first = cluster.submit(TestGraphs.counting(3));
        JobId second = cluster.submit(TestGraphs.counting(3));
        cluster.awaitAllRunning(first);

        cluster.finishAll(first);
        cluster.awaitStatus(first, JobStatus.FINISHED);
        cluster.awaitAllRunning(second);
    }
}
