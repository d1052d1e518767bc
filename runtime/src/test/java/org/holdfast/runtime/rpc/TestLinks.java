package org.holdfast.runtime.rpc;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.holdfast.runtime.checkpoint.CheckpointAnswer;
import org.holdfast.runtime.checkpoint.TakeoverPoint;
import org.holdfast.runtime.concurrent.MainThread;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.config.PortRange;
import org.holdfast.runtime.leader.FixedLeader;
import org.holdfast.runtime.leader.LeaderDirectory;
import org.holdfast.runtime.network.CheckpointBarrier;
import org.holdfast.runtime.network.DataAddress;
import org.holdfast.runtime.process.JobManagerAddress;
import org.holdfast.runtime.task.ExecutionAttemptId;
import org.holdfast.runtime.task.TaskDeployment;
import org.holdfast.runtime.task.TaskStateChange;
import org.holdfast.runtime.taskmanager.AttemptReport;
import org.holdfast.runtime.taskmanager.JobManagerGateway;
import org.holdfast.runtime.taskmanager.JobManagerLinkListener;
import org.holdfast.runtime.taskmanager.TaskManagerGateway;
import org.holdfast.runtime.taskmanager.TaskManagerHeartbeat;
import org.holdfast.runtime.taskmanager.TaskManagerId;
import org.holdfast.runtime.taskmanager.TaskManagerListener;
import org.holdfast.runtime.taskmanager.TaskManagerRegistration;
import org.holdfast.runtime.taskmanager.TaskManagerReport;

/** A JobManager and TaskManagers that only write down what they hear. */
final class TestLinks implements AutoCloseable {

    static final RpcSettings SETTINGS = RpcSettings.from(Configuration.empty());
    static final String CLUSTER = "application_1_0001";
    private static final long WAIT_SECONDS = 20;

    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    /** What happened, in order. */
    static final class Events {

        private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
        private final List<String> all = new CopyOnWriteArrayList<>();

        void add(String event) {
            all.add(event);
            events.add(event);
        }

        String next() throws InterruptedException {
            String event = events.poll(WAIT_SECONDS, TimeUnit.SECONDS);
            if (event == null) {
                throw new AssertionError(
                        "nothing happened within " + WAIT_SECONDS + " s after " + all);
            }
            return event;
        }

        List<String> soFar() {
            return List.copyOf(events);
        }
    }

    /** A JobManager that accepts whoever it is not told to refuse. */
    final class FakeJobManager implements TaskManagerListener {

        final Events events = new Events();
        final CompletableFuture<TaskManagerGateway> gateway = new CompletableFuture<>();
        final RpcSystem system;
        final MainThread mainThread;
        volatile String refusal = "";
        volatile TaskManagerReport report = TaskManagerReport.NOTHING;

        FakeJobManager(String clusterId, long epoch, PortRange port, RpcSettings settings)
                throws IOException {
            system = RpcSystem.remote(settings, "localhost", "127.0.0.1", port);
            open.push(system);
            mainThread = system.mainThread("main", e -> events.add("failure " + e));
            JobManagerEndpoint.open(
                    system,
                    settings,
                    clusterId,
                    epoch,
                    mainThread,
                    this,
                    higher -> events.add("higher epoch " + higher));
        }

        @Override
        public String onRegistered(
                TaskManagerRegistration registration,
                TaskManagerReport reported,
                TaskManagerGateway taskManager) {
            mainThread.assertOwned();
            report = reported;
            events.add("registered " + registration.id());
            gateway.complete(taskManager);
            return refusal;
        }

        @Override
        public void onHeartbeat(TaskManagerHeartbeat heartbeat) {
            events.add("heartbeat " + heartbeat.id());
        }

        @Override
        public void onTaskStateChanged(TaskManagerId id, TaskStateChange change) {
            events.add(id + " " + change.state() + " " + change.failure());
        }

        @Override
        public void onCheckpointAnswer(TaskManagerId id, CheckpointAnswer answer) {
            events.add(id + " " + answer);
        }

        @Override
        public void onLinkLost(TaskManagerId id, String reason) {
            mainThread.assertOwned();
            events.add("unlinked " + id + ": " + reason);
        }

        @Override
        public void onLost(TaskManagerId id, String reason) {
            mainThread.assertOwned();
            events.add("lost " + id + ": " + reason);
        }
    }

    /** A TaskManager that runs nothing. */
    final class FakeTaskManager implements TaskManagerGateway, JobManagerLinkListener {

        final Events events = new Events();
        final Events tries = new Events();
        final ControlLink link;
        volatile List<AttemptReport> attempts = List.of();
        volatile JobManagerGateway jobManager;

        FakeTaskManager(String id, String clusterId, LeaderDirectory leaders, RpcSettings settings)
                throws IOException {
            this(id, TestMessages.registration().dataAddress(), clusterId, leaders, settings);
        }

        FakeTaskManager(
                String id,
                DataAddress data,
                String clusterId,
                LeaderDirectory leaders,
                RpcSettings settings)
                throws IOException {
            RpcSystem local = RpcSystem.local(settings);
            open.push(local);
            TaskManagerRegistration sample = TestMessages.registration();
            TaskManagerRegistration registration =
                    new TaskManagerRegistration(
                            new TaskManagerId(id),
                            sample.incarnation(),
                            sample.host(),
                            sample.pid(),
                            data,
                            sample.slots(),
                            sample.heapBytes());
            link =
                    new ControlLink(
                            settings,
                            new ControlLink.Ends(
                                    clusterId, registration, "127.0.0.1", PortRange.of(0)),
                            leaders,
                            local.mainThread("main", e -> events.add("failure " + e)),
                            this,
                            this);
            open.push(link);
            link.open();
        }

        @Override
        public void submitTask(TaskDeployment deployment) {
            events.add("submit " + deployment.jobName().length());
        }

        @Override
        public void acknowledgeEnd(ExecutionAttemptId attempt) {
            events.add("acknowledge " + attempt);
        }

        @Override
        public void cancelTask(ExecutionAttemptId attempt) {
            events.add("cancel " + attempt);
        }

        @Override
        public void triggerCheckpoint(ExecutionAttemptId attempt, CheckpointBarrier barrier) {
            events.add("trigger " + attempt + " " + barrier);
        }

        @Override
        public void adoptTask(ExecutionAttemptId attempt, TakeoverPoint point) {
            events.add("adopt " + attempt + " " + point);
        }

        @Override
        public void completeCheckpoint(ExecutionAttemptId attempt, long checkpoint) {
            events.add("complete " + attempt + " " + checkpoint);
        }

        @Override
        public void abortCheckpoint(ExecutionAttemptId attempt, long checkpoint) {
            events.add("abort " + attempt + " " + checkpoint);
        }

        @Override
        public void endInput(ExecutionAttemptId attempt) {
            events.add("end input " + attempt);
        }

        @Override
        public void shutDown(String reason) {
            events.add("shut down: " + reason);
        }

        @Override
        public CompletableFuture<String> readLog(int maxBytes) {
            return maxBytes == 13
                    ? CompletableFuture.failedFuture(new IOException("no log"))
                    : CompletableFuture.completedFuture("x".repeat(maxBytes));
        }

        @Override
        public List<AttemptReport> onRegistering() {
            tries.add("register");
            return attempts;
        }

        @Override
        public void onConnected(JobManagerGateway gateway) {
            jobManager = gateway;
            events.add("connected");
        }

        @Override
        public void onDisconnected(String reason) {
            events.add("disconnected: " + reason);
        }

        @Override
        public void onRejected(String reason) {
            events.add("rejected: " + reason);
        }
    }

    FakeJobManager jobManager() throws IOException {
        return new FakeJobManager(CLUSTER, 1, PortRange.of(0), SETTINGS);
    }

    FakeJobManager jobManager(String clusterId, long epoch, int port) throws IOException {
        return new FakeJobManager(clusterId, epoch, PortRange.of(port), SETTINGS);
    }

    /** One whose TaskManagers know its epoch from where they know its address. */
    FakeJobManager publishedJobManager(long epoch, int port) throws IOException {
        RpcSettings settings = settings(Map.of("high-availability", "zookeeper"));
        return new FakeJobManager(CLUSTER, epoch, PortRange.of(port), settings);
    }

    FakeTaskManager taskManager(String id, JobManagerAddress at) throws IOException {
        return taskManager(id, new FixedLeader(at));
    }

    FakeTaskManager taskManager(String id, DataAddress data, JobManagerAddress at)
            throws IOException {
        return new FakeTaskManager(id, data, CLUSTER, new FixedLeader(at), SETTINGS);
    }

    FakeTaskManager taskManager(String id, LeaderDirectory leaders) throws IOException {
        return new FakeTaskManager(id, CLUSTER, leaders, SETTINGS);
    }

    /** Settings with other values for some keys. */
    static RpcSettings settings(Map<String, String> values) {
        return RpcSettings.from(Configuration.of(values));
    }

    static Duration wait(int seconds) {
        return Duration.ofSeconds(seconds);
    }

    @Override
    public void close() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }
}
