package org.holdfast.runtime.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.holdfast.runtime.leader.FixedLeader;
import org.holdfast.runtime.network.DataAddress;
import org.holdfast.runtime.rpc.TestLinks.FakeJobManager;
import org.holdfast.runtime.rpc.TestLinks.FakeTaskManager;
import org.holdfast.runtime.taskmanager.TaskManagerGateway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ControlLinkTest {

    private final TestLinks links = new TestLinks();

    @AfterEach
    void close() throws Exception {
        links.close();
    }

    @Test
    void registersAndTalksBothWays() throws Exception {
        FakeJobManager jobManager = links.jobManager();
        FakeTaskManager taskManager = links.taskManager("tm-1", jobManager.system.address());
        assertThat(jobManager.events.next()).isEqualTo("registered tm-1");
        assertThat(taskManager.events.next()).isEqualTo("connected");

        TaskManagerGateway gateway = jobManager.gateway.get(20, TimeUnit.SECONDS);
        gateway.submitTask(TestMessages.deployment("job"));
        gateway.cancelTask(TestMessages.ATTEMPT);
        gateway.shutDown("idle");
        assertThat(taskManager.events.next()).isEqualTo("submit 3");
        assertThat(taskManager.events.next()).isEqualTo("cancel " + TestMessages.ATTEMPT);
        assertThat(taskManager.events.next()).isEqualTo("shut down: idle");

        taskManager.jobManager.sendTaskStateChange(TestMessages.failed());
        assertThat(jobManager.events.next()).isEqualTo("tm-1 FAILED why");
    }

    @Test
    void waitsForAJobManagerThatComesLater() throws Exception {
        int port;
        try (RpcSystem before = links.jobManager().system) {
            port = before.address().port();
        }
        FakeTaskManager taskManager =
                links.taskManager(
                        "tm-1",
                        new org.holdfast.runtime.process.JobManagerAddress("localhost", port));
        FakeJobManager jobManager = links.jobManager(TestLinks.CLUSTER, 1, port);
        assertThat(jobManager.events.next()).isEqualTo("registered tm-1");
        assertThat(taskManager.events.next()).isEqualTo("connected");
    }

    @Test
    void largeMessagesTravelInPartsAndKeepTheirOrder() throws Exception {
        FakeJobManager jobManager = links.jobManager();
        FakeTaskManager taskManager = links.taskManager("tm-1", jobManager.system.address());
        assertThat(taskManager.events.next()).isEqualTo("connected");
        TaskManagerGateway gateway = jobManager.gateway.get();
        gateway.submitTask(TestMessages.deployment("x".repeat(5_000_000)));
        gateway.cancelTask(TestMessages.ATTEMPT);
        assertThat(taskManager.events.next()).isEqualTo("submit 5000000");
        assertThat(taskManager.events.next()).startsWith("cancel");
        assertThat(gateway.readLog(1 << 20).get()).hasSize(1 << 20);
    }

    @Test
    void aDeploymentThatIsTooLargeFailsItsAttempt() throws Exception {
        FakeJobManager jobManager = links.jobManager();
        FakeTaskManager taskManager = links.taskManager("tm-1", jobManager.system.address());
        assertThat(taskManager.events.next()).isEqualTo("connected");
        assertThat(jobManager.events.next()).isEqualTo("registered tm-1");
        jobManager.gateway.get().submitTask(TestMessages.deployment("x".repeat(11 << 20)));
        assertThat(jobManager.events.next())
                .startsWith("tm-1 FAILED submit-task of 1")
                .contains("akka.framesize");
    }

    @Test
    void aLogThatCannotBeReadFailsTheAnswer() throws Exception {
        FakeJobManager jobManager = links.jobManager();
        FakeTaskManager taskManager = links.taskManager("tm-1", jobManager.system.address());
        assertThat(taskManager.events.next()).isEqualTo("connected");
        assertThatThrownBy(() -> jobManager.gateway.get().readLog(13).get())
                .isInstanceOf(ExecutionException.class)
                .hasMessageContaining("no log");
    }

    @Test
    void aRejectedTaskManagerHearsWhyAndStopsTrying() throws Exception {
        FakeJobManager jobManager = links.jobManager();
        jobManager.refusal = "declared dead before";
        FakeTaskManager taskManager = links.taskManager("tm-1", jobManager.system.address());
        assertThat(taskManager.events.next()).isEqualTo("rejected: declared dead before");
        // once, or more often if the answer took longer than the first pause between two tries
        assertThat(jobManager.events.soFar()).isNotEmpty().containsOnly("registered tm-1");

        jobManager.refusal = "";
        FakeTaskManager other = links.taskManager("tm-2", jobManager.system.address());
        assertThat(other.events.next()).isEqualTo("connected");
        assertThat(taskManager.events.soFar()).as("would be accepted now").isEmpty();
    }

    @Test
    void aTaskManagerThatClosesItsLinkIsLost() throws Exception {
        FakeJobManager jobManager = links.jobManager();
        FakeTaskManager taskManager = links.taskManager("tm-1", jobManager.system.address());
        assertThat(taskManager.events.next()).isEqualTo("connected");
        taskManager.link.close();
        assertThat(jobManager.events.next()).isEqualTo("registered tm-1");
        assertThat(jobManager.events.next()).startsWith("unlinked tm-1: ");
        assertThat(jobManager.events.next()).startsWith("lost tm-1: its process ended");
        assertThat(taskManager.events.soFar()).isEmpty();
    }

    @Test
    void aTaskManagerIsNotLostWithItsLinkWhileItsProcessLives() throws Exception {
        FakeJobManager jobManager = links.jobManager();
        try (ServerSocket process = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            DataAddress data = new DataAddress("localhost", process.getLocalPort());
            FakeTaskManager taskManager =
                    links.taskManager("tm-1", data, jobManager.system.address());
            assertThat(taskManager.events.next()).isEqualTo("connected");
            assertThat(jobManager.events.next()).isEqualTo("registered tm-1");
            taskManager.link.close();
            assertThat(jobManager.events.next()).startsWith("unlinked tm-1: ");
            Socket watch = process.accept(); // the JobManager asks whether it lives
            assertThat(jobManager.events.soFar()).isEmpty();
            process.close();
            watch.close();
        }
        assertThat(jobManager.events.next()).startsWith("lost tm-1: its process ended");
    }

    @Test
    void findsTheNextJobManagerWhenTheFirstIsGone() throws Exception {
        FakeJobManager first = links.jobManager();
        FakeTaskManager taskManager = links.taskManager("tm-1", first.system.address());
        assertThat(taskManager.events.next()).isEqualTo("connected");
        first.system.close();
        assertThat(taskManager.events.next()).startsWith("disconnected: ");
        FakeJobManager second =
                links.jobManager(TestLinks.CLUSTER, 2, first.system.address().port());
        assertThat(second.events.next()).isEqualTo("registered tm-1");
        assertThat(taskManager.events.next()).isEqualTo("connected");
    }

    @Test
    void neitherFollowsALowerEpochNorAnotherCluster() throws Exception {
        FakeJobManager first = links.jobManager(TestLinks.CLUSTER, 5, 0);
        int port = first.system.address().port();
        FakeTaskManager taskManager = links.taskManager("tm-1", first.system.address());
        assertThat(taskManager.events.next()).isEqualTo("connected");
        first.system.close();
        assertThat(taskManager.events.next()).startsWith("disconnected: ");

        FakeJobManager older = links.jobManager(TestLinks.CLUSTER, 4, port);
        FakeJobManager right = links.jobManager(TestLinks.CLUSTER, 6, 0);
        FakeTaskManager other = links.taskManager("tm-2", right.system.address());
        assertThat(other.events.next()).isEqualTo("connected");
        older.system.close();
        FakeJobManager foreign = links.jobManager("application_1_0002", 9, port);
        FakeTaskManager third = links.taskManager("tm-3", right.system.address());
        assertThat(third.events.next()).isEqualTo("connected");
        foreign.system.close();

        FakeJobManager newer = links.jobManager(TestLinks.CLUSTER, 6, port);
        assertThat(newer.events.next()).isEqualTo("registered tm-1");
        assertThat(taskManager.events.next()).isEqualTo("connected");
        assertThat(older.events.soFar()).isNotEmpty().containsOnly("higher epoch 5");
        assertThat(foreign.events.soFar()).isEmpty();
    }

    @Test
    void heartbeatsCountWhatWasReceived() throws Exception {
        RpcSettings settings =
                TestLinks.settings(
                        Map.of(
                                "akka.ask.timeout", "1 ms",
                                "cluster.registration.initial-timeout", "20 s"));
        FakeJobManager jobManager =
                links
                .new FakeJobManager(
                        TestLinks.CLUSTER,
                        1,
                        org.holdfast.runtime.config.PortRange.of(0),
                        settings);
        FakeTaskManager taskManager =
                links
                .new FakeTaskManager(
                        TestMessages.TASK_MANAGER.text(),
                        TestLinks.CLUSTER,
                        new FixedLeader(jobManager.system.address()),
                        settings);
        assertThat(taskManager.events.next()).isEqualTo("connected");
        assertThat(jobManager.events.next()).startsWith("registered");
        for (int i = 0; i < 3; i++) {
            jobManager.gateway.get().cancelTask(TestMessages.ATTEMPT);
            taskManager.events.next();
            taskManager.jobManager.sendHeartbeat(TestMessages.heartbeat());
            assertThat(jobManager.events.next()).startsWith("heartbeat");
        }
    }
}
