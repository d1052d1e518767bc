package org.holdfast.runtime.taskmanager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;
import static org.holdfast.runtime.task.ExecutionState.CANCELED;
import static org.holdfast.runtime.task.ExecutionState.FAILED;
import static org.holdfast.runtime.task.ExecutionState.FINISHED;
import static org.holdfast.runtime.task.ExecutionState.FINISHING;
import static org.holdfast.runtime.task.ExecutionState.INITIALIZING;
import static org.holdfast.runtime.task.ExecutionState.RUNNING;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.holdfast.api.SinkWriter;
import org.holdfast.api.SourceSplit;
import org.holdfast.api.SplitPosition;
import org.holdfast.api.Staging;
import org.holdfast.api.connector.GeneratorSource;
import org.holdfast.runtime.checkpoint.CheckpointAnswer;
import org.holdfast.runtime.checkpoint.CheckpointKind;
import org.holdfast.runtime.checkpoint.TaskRestore;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.config.TaskManagerOptions;
import org.holdfast.runtime.file.HadoopFileAccess;
import org.holdfast.runtime.jobgraph.DataflowBuilder;
import org.holdfast.runtime.jobgraph.DefinedJob;
import org.holdfast.runtime.jobgraph.JobCode;
import org.holdfast.runtime.jobgraph.JobId;
import org.holdfast.runtime.network.CheckpointBarrier;
import org.holdfast.runtime.network.DataPlane;
import org.holdfast.runtime.process.JobManagerAddress;
import org.holdfast.runtime.serialization.KryoRecordSerializer;
import org.holdfast.runtime.task.ExecutionAttemptId;
import org.holdfast.runtime.task.ExecutionState;
import org.holdfast.runtime.task.Task;
import org.holdfast.runtime.task.TaskCode;
import org.holdfast.runtime.task.TaskDeployment;
import org.holdfast.runtime.task.TaskEnvironment;
import org.holdfast.runtime.task.TaskStateChange;
import org.holdfast.runtime.task.TestDataPlane;
import org.holdfast.runtime.task.ThreadMainThread;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A TaskManager with real tasks; the test plays the JobManager. */
class TaskManagerTest {

    private static final TaskManagerId ID = new TaskManagerId("tm-1");
    private static final Map<String, String> CHECKPOINTED =
            Map.of("execution.checkpointing.interval", "1 s");
    private static final JobId JOB = new JobId("a".repeat(32));

    private final ThreadMainThread mainThread = new ThreadMainThread();
    private final JobManagerDouble jobManager = new JobManagerDouble();
    private final DataPlane dataPlane = TestDataPlane.open();
    private final List<String> ends = new CopyOnWriteArrayList<>();

    /** Tasks write nothing, and so do not end, before this opens. */
    private final CountDownLatch gate = new CountDownLatch(1);

    /** Whether tasks wait for the gate without listening to interrupts. */
    private volatile boolean deaf;

    private TaskManager taskManager;

    /** Remembers what it is told. */
    private static final class JobManagerDouble implements JobManagerGateway {

        final List<TaskStateChange> changes = new CopyOnWriteArrayList<>();
        final List<CheckpointAnswer> answers = new CopyOnWriteArrayList<>();
        final List<TaskManagerHeartbeat> heartbeats = new CopyOnWriteArrayList<>();

        @Override
        public JobManagerIdentity identity() {
            return new JobManagerIdentity(new JobManagerAddress("localhost", 6123), 7);
        }

        @Override
        public void sendHeartbeat(TaskManagerHeartbeat heartbeat) {
            heartbeats.add(heartbeat);
        }

        @Override
        public void sendTaskStateChange(TaskStateChange change) {
            changes.add(change);
        }

        @Override
        public void sendCheckpointAnswer(CheckpointAnswer answer) {
            answers.add(answer);
        }

        List<ExecutionState> statesOf(ExecutionAttemptId attempt) {
            return changes.stream()
                    .filter(change -> change.attempt().equals(attempt))
                    .map(TaskStateChange::state)
                    .toList();
        }
    }

    @BeforeEach
    void startTaskManager() {
        start(
                Configuration.empty()
                        .with(TaskManagerOptions.SLOTS, 2)
                        .with(TaskManagerOptions.HEARTBEAT_INTERVAL, Duration.ofMillis(200))
                        .with(TaskManagerOptions.REPORT_INTERVAL, Duration.ofMillis(20)));
        run(() -> taskManager.onConnected(jobManager));
    }

    private void start(Configuration configuration) {
        TaskEnvironment environment =
                new TaskEnvironment(
                        dataPlane,
                        deployment -> new GatedCode(),
                        new HadoopFileAccess(new org.apache.hadoop.conf.Configuration(false)),
                        KryoRecordSerializer::new,
                        Duration.ofMillis(20),
                        Duration.ofSeconds(30),
                        (reason, cause) -> ends.add("fatal: " + reason));
        taskManager =
                new TaskManager(
                        ID,
                        configuration,
                        mainThread,
                        (deployment, listener) ->
                                new Task(deployment, environment, mainThread, listener),
                        dataPlane::networkBytes,
                        new LogFile(Path.of("none"), Runnable::run),
                        true,
                        ends::add);
        run(taskManager::start);
    }

    @AfterEach
    void stop() {
        gate.countDown();
        mainThread.close();
        dataPlane.close();
    }

    /** Ten numbers into a sink that waits for the gate. */
    private final class GatedCode implements TaskCode {

        @Override
        public ClassLoader classLoader() {
            return TaskManagerTest.class.getClassLoader();
        }

        @Override
        public DefinedJob define() {
            DataflowBuilder flow = new DataflowBuilder("test", 1);
            flow.source("numbers", GeneratorSource.<Long>numbered(n -> n).count(10))
                    .sink("gated", context -> new GatedWriter());
            return flow.build();
        }

        @Override
        public void close() {}
    }

    private final class GatedWriter implements SinkWriter<Long> {

        @Override
        public void write(Long value) {
            boolean open = false;
            while (!open) {
                try {
                    gate.await();
                    open = true;
                } catch (InterruptedException e) {
                    if (!deaf) {
                        throw new IllegalStateException(e);
                    }
                }
            }
        }

        @Override
        public Staging prepare(long checkpoint) {
            return Staging.NOTHING;
        }

        @Override
        public void close() {}
    }

    @Test
    void runsATaskAndReportsItsStatesInOrder() {
        ExecutionAttemptId attempt = attempt(0, 0);
        submit(attempt);
        gate.countDown();
        awaitState(attempt, FINISHED);

        assertThat(jobManager.statesOf(attempt)).containsExactly(INITIALIZING, RUNNING, FINISHED);
        assertThat(lastOf(attempt).counters().recordsIn()).isEqualTo(10);
        assertThat(lastOf(attempt).counters().recordsOut()).isEqualTo(10);
    }

    @Test
    void runsAnAttemptOnceHoweverOftenItIsSubmitted() {
        ExecutionAttemptId attempt = attempt(0, 0);
        submit(attempt);
        awaitState(attempt, RUNNING);
        submit(attempt);
        gate.countDown();
        awaitState(attempt, FINISHED);
        submit(attempt);

        assertThat(jobManager.statesOf(attempt))
                .as("each time it is told how it stands")
                .containsExactly(INITIALIZING, RUNNING, RUNNING, FINISHED, FINISHED);
    }

    @Test
    void refusesWhatItHasNoSlotForAndTakesItWhenOneIsFree() {
        submit(attempt(0, 0));
        submit(attempt(1, 0));
        submit(attempt(2, 0));

        assertThat(jobManager.statesOf(attempt(2, 0))).containsExactly(FAILED);
        assertThat(lastOf(attempt(2, 0)).failure())
                .isEqualTo(
                        "TaskManager tm-1 cannot run attempt "
                                + attempt(2, 0)
                                + ": it has no free slot; 2 of 2 slots are held: subtask 0 of job "
                                + JOB
                                + ", subtask 1 of job "
                                + JOB);
        cancel(attempt(0, 0));
        awaitState(attempt(0, 0), CANCELED);
        submit(attempt(2, 1));
        awaitState(attempt(2, 1), RUNNING);
    }

    @Test
    void cancelsATask() {
        submit(attempt(0, 0));
        awaitState(attempt(0, 0), RUNNING);
        cancel(attempt(0, 0));
        awaitState(attempt(0, 0), CANCELED);
        cancel(attempt(0, 0));
        assertThat(jobManager.statesOf(attempt(0, 0)))
                .endsWith(CANCELED, CANCELED)
                .doesNotContain(FAILED);
    }

    @Test
    void anAttemptWaitsForASlotWhoseTaskIsBeingStopped() {
        deaf = true;
        submit(attempt(0, 0));
        submit(attempt(1, 0));
        awaitState(attempt(0, 0), RUNNING);
        awaitState(attempt(1, 0), RUNNING);
        cancel(attempt(0, 0));
        submit(attempt(2, 0));
        submit(attempt(3, 0));
        cancel(attempt(3, 0));
        assertThat(jobManager.statesOf(attempt(2, 0))).isEmpty();
        gate.countDown();

        awaitState(attempt(2, 0), FINISHED);
        assertThat(jobManager.statesOf(attempt(2, 0))).doesNotContain(FAILED);
        assertThat(jobManager.statesOf(attempt(3, 0))).containsExactly(CANCELED);
    }

    @Test
    void anAttemptThatWaitsForASlotFailsWhenTheTaskManagerStops() {
        deaf = true;
        submit(attempt(0, 0));
        submit(attempt(1, 0));
        awaitState(attempt(0, 0), RUNNING);
        cancel(attempt(0, 0));
        submit(attempt(2, 0));
        run(() -> taskManager.shutDown("the session is over"));
        assertThat(lastOf(attempt(2, 0)).failure()).contains("it is stopping");
    }

    @Test
    void reportsWhatRunsAndWhatHasEndedUnheard() {
        submit(attempt(0, 0));
        submit(attempt(1, 0));
        awaitState(attempt(0, 0), RUNNING);
        cancel(attempt(0, 0));
        awaitState(attempt(0, 0), CANCELED);

        assertThat(mainThread.call(taskManager::onRegistering))
                .extracting(AttemptReport::attempt, AttemptReport::hasEnded)
                .containsExactlyInAnyOrder(tuple(attempt(0, 0), true), tuple(attempt(1, 0), false));
        run(() -> taskManager.acknowledgeEnd(attempt(0, 0)));
        assertThat(mainThread.call(taskManager::onRegistering))
                .extracting(AttemptReport::attempt)
                .containsExactly(attempt(1, 0));
    }

    @Test
    void attemptThatIsCancelledBeforeItComesNeverStarts() {
        cancel(attempt(0, 0));
        submit(attempt(0, 0));
        assertThat(jobManager.statesOf(attempt(0, 0))).containsExactly(CANCELED, CANCELED);
    }

    @Test
    void reportsCountersOftenWhileItRunsTasksAndSeldomOtherwise() {
        submit(attempt(0, 0));
        await("a report of the running task")
                .until(
                        () ->
                                jobManager.heartbeats.stream()
                                        .anyMatch(h -> h.counters().containsKey(attempt(0, 0))));
        gate.countDown();
        awaitState(attempt(0, 0), FINISHED);
        int before = jobManager.heartbeats.size();
        await("signs of life of the idle TaskManager")
                .until(() -> jobManager.heartbeats.size() >= before + 2);
        TaskManagerHeartbeat idle = jobManager.heartbeats.get(jobManager.heartbeats.size() - 1);
        assertThat(idle.id()).isEqualTo(ID);
        assertThat(idle.counters()).isEmpty();
        assertThat(idle.heapUsedBytes()).isPositive();
    }

    @Test
    void holdsWhatHappensWithoutAJobManagerForTheNextOne() {
        submit(attempt(0, 0));
        submit(attempt(1, 0));
        awaitState(attempt(1, 0), RUNNING);
        run(() -> taskManager.onDisconnected("cut by the test"));
        int before = jobManager.changes.size();
        gate.countDown();

        JobManagerDouble next = new JobManagerDouble();
        awaitNoTasks();
        assertThat(jobManager.changes).hasSize(before);
        run(() -> taskManager.onConnected(next));
        assertThat(next.statesOf(attempt(0, 0))).endsWith(FINISHED);
        assertThat(next.statesOf(attempt(1, 0))).containsExactly(FINISHED);
        assertThat(next.heartbeats).isNotEmpty();
    }

    @Test
    void passesCheckpointsToItsTasksAndTheirAnswersToTheJobManager() {
        ExecutionAttemptId attempt = attempt(0, 0);
        run(() -> taskManager.triggerCheckpoint(attempt, closing(1)));
        submit(attempt, CHECKPOINTED);
        gate.countDown();
        awaitState(attempt, FINISHING);
        run(() -> taskManager.triggerCheckpoint(attempt, closing(2)));
        await("an answer").until(() -> !jobManager.answers.isEmpty());
        assertThat(jobManager.answers)
                .as("what is not here answers nothing")
                .singleElement()
                .isInstanceOf(CheckpointAnswer.Acknowledged.class)
                .returns(2L, CheckpointAnswer::checkpoint);

        run(() -> taskManager.abortCheckpoint(attempt, 2));
        run(() -> taskManager.completeCheckpoint(attempt, 2));
        run(() -> taskManager.triggerCheckpoint(attempt, closing(3)));
        await("an answer").until(() -> jobManager.answers.size() == 2);
        assertThat(jobManager.statesOf(attempt)).endsWith(FINISHING);
        run(() -> taskManager.completeCheckpoint(attempt, 3));
        awaitState(attempt, FINISHED);
    }

    private static CheckpointBarrier closing(long checkpoint) {
        return new CheckpointBarrier(checkpoint, CheckpointKind.CLOSING, "none");
    }

    @Test
    void answersToAJobManagerThatIsGoneAreDropped() {
        ExecutionAttemptId attempt = attempt(0, 0);
        submit(attempt, CHECKPOINTED);
        gate.countDown();
        awaitState(attempt, FINISHING);
        run(() -> taskManager.triggerCheckpoint(attempt, closing(1)));
        await("an answer").until(() -> jobManager.answers.size() == 1);
        run(() -> taskManager.onDisconnected("cut by the test"));
        run(() -> taskManager.triggerCheckpoint(attempt, closing(2)));
        run(() -> taskManager.triggerCheckpoint(attempt, closing(3)));

        JobManagerDouble next = new JobManagerDouble();
        run(() -> taskManager.onConnected(next));
        run(() -> taskManager.triggerCheckpoint(attempt, closing(4)));
        await("an answer").until(() -> !next.answers.isEmpty());
        assertThat(jobManager.answers).hasSize(1);
        run(() -> taskManager.completeCheckpoint(attempt, 4));
        await("the end").until(() -> next.statesOf(attempt).contains(FINISHED));
    }

    @Test
    void taskThatIsNotRunningYetDeclines() {
        ExecutionAttemptId attempt = attempt(0, 0);
        run(
                () -> {
                    submitNow(attempt, CHECKPOINTED);
                    taskManager.triggerCheckpoint(attempt, closing(1));
                });
        await("an answer").until(() -> !jobManager.answers.isEmpty());
        assertThat(jobManager.answers.get(0)).isInstanceOf(CheckpointAnswer.Declined.class);
    }

    @Test
    void endsASourceThatIsToldTo() {
        ExecutionAttemptId attempt = attempt(0, 0);
        submit(attempt, CHECKPOINTED);
        awaitState(attempt, RUNNING);
        run(() -> taskManager.endInput(attempt));
        gate.countDown();
        awaitState(attempt, FINISHING);
    }

    @Test
    void saysHowItsTasksStand() {
        submit(attempt(1, 3));
        submit(attempt(0, 0));
        awaitState(attempt(0, 0), RUNNING);
        awaitState(attempt(1, 3), RUNNING);
        TaskManagerOverview overview = mainThread.call(taskManager::overview);
        assertThat(overview.usedSlots()).isEqualTo(2);
        assertThat(overview.tasks())
                .extracting(row -> row.attempt(), row -> row.state(), row -> row.held())
                .containsExactly(
                        tuple(attempt(0, 0), RUNNING, false), tuple(attempt(1, 3), RUNNING, false));
        assertThat(overview.link()).isInstanceOf(TaskManagerOverview.Connected.class);
    }

    @Test
    void stopsItsTasksBeforeItEndsItsProcess() {
        submit(attempt(0, 0));
        awaitState(attempt(0, 0), RUNNING);
        run(() -> taskManager.shutDown("the session is over"));
        await("the end of the process").until(() -> !ends.isEmpty());
        assertThat(jobManager.statesOf(attempt(0, 0))).endsWith(CANCELED);
        assertThat(ends).containsExactly("the session is over");

        submit(attempt(1, 0));
        assertThat(lastOf(attempt(1, 0)).state()).isEqualTo(FAILED);
        assertThat(lastOf(attempt(1, 0)).failure()).contains("it is stopping: the session is over");
        run(() -> taskManager.shutDown("again"));
        assertThat(ends).hasSize(1);
    }

    @Test
    void waitsForATaskThatDoesNotStopForABoundedTime() {
        deaf = true;
        start(Configuration.of(Map.of("taskmanager.shutdown-timeout", "100 ms")));
        run(() -> taskManager.onConnected(jobManager));
        submit(attempt(0, 0));
        awaitState(attempt(0, 0), RUNNING);
        run(() -> taskManager.shutDown("enough"));
        await("the end of the process").until(() -> !ends.isEmpty());
        assertThat(ends).containsExactly("enough");
        assertThat(jobManager.statesOf(attempt(0, 0))).endsWith(RUNNING);
    }

    @Test
    void endsWhenItIsNotWanted() {
        run(() -> taskManager.onRejected("unknown container"));
        assertThat(ends).hasSize(1);
        assertThat(ends.get(0)).contains("does not want this TaskManager: unknown container");
    }

    private static ExecutionAttemptId attempt(int subtask, int attempt) {
        return new ExecutionAttemptId(JOB, 0, subtask, attempt);
    }

    private void submit(ExecutionAttemptId attempt) {
        submit(attempt, Map.of());
    }

    private void submit(ExecutionAttemptId attempt, Map<String, String> settings) {
        run(() -> submitNow(attempt, settings));
    }

    private void submitNow(ExecutionAttemptId attempt, Map<String, String> settings) {
        SourceSplit split = GeneratorSource.<Long>numbered(n -> n).count(10).splits(1, null).get(0);
        TaskDeployment deployment =
                new TaskDeployment(
                        attempt,
                        "test",
                        new JobCode("0".repeat(64), "Test", List.of(), 1),
                        "none",
                        "none",
                        1,
                        Stream.of(split).map(SplitPosition::startOf).toList(),
                        TaskRestore.NOTHING,
                        List.of(),
                        List.of(),
                        settings);
        taskManager.submitTask(deployment);
    }

    private void cancel(ExecutionAttemptId attempt) {
        run(() -> taskManager.cancelTask(attempt));
    }

    private void run(Runnable action) {
        mainThread.call(
                () -> {
                    action.run();
                    return null;
                });
    }

    private void awaitState(ExecutionAttemptId attempt, ExecutionState state) {
        await(attempt + " to be " + state)
                .until(() -> jobManager.statesOf(attempt).contains(state));
    }

    private void awaitNoTasks() {
        await("the tasks' threads to end")
                .until(
                        () ->
                                Thread.getAllStackTraces().keySet().stream()
                                        .noneMatch(thread -> thread.getName().startsWith("test/")));
        run(() -> {}); // and the main thread to have heard of it
    }

    private TaskStateChange lastOf(ExecutionAttemptId attempt) {
        return jobManager.changes.stream()
                .filter(change -> change.attempt().equals(attempt))
                .reduce((earlier, later) -> later)
                .orElseThrow();
    }
}
