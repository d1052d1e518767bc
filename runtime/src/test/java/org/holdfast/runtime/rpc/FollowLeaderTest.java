package org.holdfast.runtime.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import org.holdfast.ha.leader.CoordinationStore;
import org.holdfast.ha.leader.LeaderCandidate;
import org.holdfast.ha.leader.LeaderEpoch;
import org.holdfast.ha.leader.PublishedLeader;
import org.holdfast.runtime.highavailability.InProcessServices;
import org.holdfast.runtime.leader.PublishedLeaders;
import org.holdfast.runtime.process.JobManagerAddress;
import org.holdfast.runtime.rpc.TestLinks.FakeJobManager;
import org.holdfast.runtime.rpc.TestLinks.FakeTaskManager;
import org.holdfast.runtime.task.ExecutionState;
import org.holdfast.runtime.task.TaskStateChange;
import org.holdfast.runtime.taskmanager.AttemptReport;
import org.holdfast.runtime.taskmanager.JobManagerIdentity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** TaskManagers and JobManagers on loopback, leaders in a coordination store of this process. */
class FollowLeaderTest {

    /** So many tries to register must be in vain. */
    private static final int TRIES = 3;

    private final TestLinks links = new TestLinks();
    private final InProcessServices services = new InProcessServices(1);
    private final PublishedLeaders leaders = new PublishedLeaders(services);
    private int attempts;

    @AfterEach
    void close() throws Exception {
        links.close();
    }

    /** A JobManager that was elected. */
    private final class Leader {

        final CoordinationStore session = services.openStore(() -> {});
        final LeaderEpoch epoch;
        final FakeJobManager jobManager;

        Leader(int port) throws IOException {
            this(epoch -> links.jobManager(TestLinks.CLUSTER, epoch, port));
        }

        Leader(Start start) throws IOException {
            attempts++;
            epoch = session.campaign(new LeaderCandidate(attempts, "process-" + attempts)).get();
            jobManager = start.inEpoch(epoch.number());
        }

        JobManagerAddress address() {
            return jobManager.system.address();
        }

        void publish() throws IOException {
            session.publish(new PublishedLeader(epoch, address().toString(), "http://none"));
        }
    }

    /** Starts a JobManager. */
    private interface Start {
        FakeJobManager inEpoch(long epoch) throws IOException;
    }

    private Leader published() throws IOException {
        Leader leader = new Leader(0);
        leader.publish();
        return leader;
    }

    @Test
    void followsTheNextLeaderAndTellsTheOneBefore() throws Exception {
        Leader first = published();
        FakeTaskManager taskManager = links.taskManager("tm-1", leaders);
        assertThat(taskManager.events.next()).isEqualTo("connected");
        assertThat(first.jobManager.events.next()).isEqualTo("registered tm-1");

        Leader second = new Leader(0);
        long publish = System.nanoTime();
        second.publish();
        assertThat(second.jobManager.events.next()).isEqualTo("registered tm-1");
        assertThat(taskManager.events.next())
                .isEqualTo(
                        "disconnected: the JobManager at "
                                + second.address()
                                + " ("
                                + second.epoch
                                + ") leads now");
        assertThat(taskManager.events.next()).isEqualTo("connected");
        System.out.printf(
                "published to registered: %d ms%n", (System.nanoTime() - publish) / 1_000_000);
        assertThat(second.jobManager.report.highestEpoch()).isEqualTo(second.epoch.number());
        assertThat(taskManager.jobManager.identity())
                .isEqualTo(new JobManagerIdentity(second.address(), second.epoch.number()));
        assertThat(first.jobManager.events.next())
                .isEqualTo("higher epoch " + second.epoch.number());
    }

    @Test
    void findsALeaderThatIsPublishedLater() throws Exception {
        FakeTaskManager taskManager = links.taskManager("tm-1", leaders);
        Leader first = published();
        assertThat(first.jobManager.events.next()).isEqualTo("registered tm-1");
        assertThat(taskManager.events.next()).isEqualTo("connected");
    }

    @Test
    void staysWithAJobManagerThatIsNotPublishedAnyMoreUntilAnotherLeads() throws Exception {
        Leader first = published();
        FakeTaskManager taskManager = links.taskManager("tm-1", leaders);
        assertThat(taskManager.events.next()).isEqualTo("connected");
        assertThat(first.jobManager.events.next()).isEqualTo("registered tm-1");

        first.session.close();
        taskManager.jobManager.sendTaskStateChange(TestMessages.failed());
        assertThat(first.jobManager.events.next()).isEqualTo("tm-1 FAILED why");
        published();
        assertThat(taskManager.events.next()).startsWith("disconnected: ");
        assertThat(taskManager.events.next()).isEqualTo("connected");
    }

    @Test
    void doesNotBelieveAHigherEpochThatIsNotPublished() throws Exception {
        Leader first = published();
        FakeTaskManager taskManager = links.taskManager("tm-1", leaders);
        assertThat(taskManager.events.next()).isEqualTo("connected");
        first.jobManager.system.close();
        assertThat(taskManager.events.next()).startsWith("disconnected: ");

        Leader unpublished = new Leader(first.address().port());
        assertThat(unpublished.jobManager.events.next()).isEqualTo("registered tm-1");
        unpublished.jobManager.gateway.get().cancelTask(TestMessages.ATTEMPT);
        FakeTaskManager other = // has come and gone once the answer to tm-1 has long arrived
                links.taskManager(
                        "tm-2", new org.holdfast.runtime.leader.FixedLeader(unpublished.address()));
        assertThat(other.events.next()).isEqualTo("connected");
        assertThat(taskManager.events.soFar()).isEmpty();
        unpublished.publish();
        assertThat(taskManager.events.next()).isEqualTo("connected");
    }

    @Test
    void isNotTakenInByTheNextLeaderAtTheSameAddressBeforeItFollowsThatOne() throws Exception {
        Leader first = published();
        FakeTaskManager taskManager = links.taskManager("tm-1", leaders);
        assertThat(taskManager.events.next()).isEqualTo("connected");
        int port = first.address().port();
        first.jobManager.system.close();
        assertThat(taskManager.events.next()).startsWith("disconnected: ");

        Leader second = new Leader(epoch -> links.publishedJobManager(epoch, port));
        int before = taskManager.tries.soFar().size();
        for (int i = 0; i < before + TRIES; i++) {
            taskManager.tries.next(); // the last but one has gone to the next leader, unless lost
        }
        assertThat(second.jobManager.events.soFar()).isEmpty();
        second.publish();

        assertThat(second.jobManager.events.next()).isEqualTo("registered tm-1");
        assertThat(second.jobManager.report.highestEpoch()).isEqualTo(second.epoch.number());
        assertThat(taskManager.events.next()).isEqualTo("connected");
        assertThat(second.jobManager.events.soFar()).isEmpty();
    }

    @Test
    void refusesAJobManagerOfThePastThatComesBack() throws Exception {
        Leader first = published();
        FakeTaskManager taskManager = links.taskManager("tm-1", leaders);
        assertThat(taskManager.events.next()).isEqualTo("connected");
        first.jobManager.system.close();
        assertThat(taskManager.events.next()).startsWith("disconnected: ");
        Leader second = published();
        assertThat(taskManager.events.next()).isEqualTo("connected");
        assertThat(second.jobManager.events.next()).isEqualTo("registered tm-1");

        FakeJobManager zombie =
                links.jobManager(TestLinks.CLUSTER, first.epoch.number(), first.address().port());
        second.jobManager.system.close();
        assertThat(taskManager.events.next()).startsWith("disconnected: ");
        Leader third = published();
        assertThat(third.jobManager.events.next()).isEqualTo("registered tm-1");
        assertThat(zombie.events.soFar()).isEmpty();
    }

    @Test
    void reportsMoreThanOneFrameHolds() throws Exception {
        Leader first = published();
        FakeTaskManager taskManager = links.taskManager("tm-1", leaders);
        assertThat(taskManager.events.next()).isEqualTo("connected");
        String failure = "x".repeat(16 << 10);
        taskManager.attempts =
                Collections.nCopies(
                        100,
                        AttemptReport.of(
                                new TaskStateChange(
                                        TestMessages.ATTEMPT,
                                        ExecutionState.FAILED,
                                        failure,
                                        TestMessages.COUNTERS)));
        first.jobManager.system.close();
        Leader second = published();
        assertThat(second.jobManager.events.next()).isEqualTo("registered tm-1");
        assertThat(second.jobManager.report.attempts())
                .hasSize(100)
                .allMatch(attempt -> attempt.latest().failure().equals(failure));
    }

    @Test
    void switchesManyTimes() throws Exception {
        Leader leader = published();
        FakeTaskManager taskManager = links.taskManager("tm-1", leaders);
        assertThat(taskManager.events.next()).isEqualTo("connected");
        Duration longest = Duration.ZERO;
        for (int i = 0; i < 10; i++) {
            leader.jobManager.system.close();
            assertThat(taskManager.events.next()).startsWith("disconnected");
            Leader next = new Leader(0);
            long publish = System.nanoTime();
            next.publish();
            assertThat(next.jobManager.events.next()).isEqualTo("registered tm-1");
            Duration took = Duration.ofNanos(System.nanoTime() - publish);
            System.out.printf("published to registered: %d ms%n", took.toMillis());
            longest = longest.compareTo(took) < 0 ? took : longest;
            assertThat(taskManager.events.next()).isEqualTo("connected");
            leader = next;
        }
        assertThat(longest).isLessThan(Duration.ofSeconds(10));
    }
}
