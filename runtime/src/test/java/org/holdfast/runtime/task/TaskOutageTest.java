package org.holdfast.runtime.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.holdfast.runtime.task.ExecutionState.CANCELED;
import static org.holdfast.runtime.task.ExecutionState.FINISHED;
import static org.holdfast.runtime.task.ExecutionState.FINISHING;
import static org.holdfast.runtime.task.ExecutionState.RUNNING;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.core.ConditionFactory;
import org.holdfast.api.Sink;
import org.holdfast.api.SinkWriter;
import org.holdfast.api.Staging;
import org.holdfast.api.connector.GeneratorSource;
import org.holdfast.runtime.checkpoint.CheckpointKind;
import org.holdfast.runtime.network.CheckpointBarrier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tasks without a JobManager, with real threads and the real data plane. */
@Timeout(120)
class TaskOutageTest {

    private static final long FOR_EVER = Long.MAX_VALUE;
    private static final int LIMIT = 20_000;

    /** Of records: the store keeps all of them, and as fast as it goes would fill the heap. */
    private static final int PER_SECOND = 20 * LIMIT;

    private static final int SOURCE = 0;
    private static final int SINK = 1;

    @TempDir Path directory;

    private final TwoPhaseStore<Long> store = new TwoPhaseStore<>();
    private final Map<String, String> settings =
            new HashMap<>(
                    Map.of(
                            "execution.checkpointing.interval",
                            "1 s",
                            "execution.checkpointing.outage-staging-limit",
                            String.valueOf(LIMIT)));
    private LocalJob job;

    @AfterEach
    void closeJob() {
        store.writing.countDown();
        job.close();
    }

    private static ConditionFactory within(String what) {
        return await(what).atMost(Duration.ofSeconds(30));
    }

    private void start(LocalJob.Definition definition) {
        job =
                new LocalJob(
                        1,
                        TestDataPlane.open(),
                        Duration.ofSeconds(20),
                        settings,
                        LocalCheckpoint.NONE,
                        definition);
        job.start().awaitAll(RUNNING);
    }

    private static GeneratorSource<Long> numbers(long count) {
        return GeneratorSource.<Long>numbered(n -> n).count(count).perSecond(PER_SECOND);
    }

    private LocalJob.Definition inTwoTasks(long count) {
        return flow ->
                flow.source("numbers", numbers(count)).rebalance().sink("store", store.sink());
    }

    private CheckpointBarrier barrier(long checkpoint, CheckpointKind kind) {
        String path = directory.resolve("chk-" + checkpoint).toUri().toString();
        return new CheckpointBarrier(checkpoint, kind, path);
    }

    private void awaitHeld(int vertex) {
        within("the task to be held").until(() -> job.isHeld(vertex, 0));
    }

    private void awaitMoreThan(long records) {
        within("more records").until(() -> store.written() > records);
    }

    @Test
    void takesNoMoreInputAtTheLimitAndGoesOnWithALeader() {
        start(inTwoTasks(FOR_EVER));
        awaitMoreThan(2 * LIMIT);
        assertThat(job.isHeld(SINK, 0)).as("there is a JobManager").isFalse();

        job.loseLeader();
        awaitHeld(SINK);
        long written = store.written();
        long waited = job.counters(SINK, 0).backPressuredMillis();
        within("the source to be held up")
                .until(() -> job.counters(SOURCE, 0).backPressuredMillis() >= 200);
        within("the time to be told")
                .until(() -> job.counters(SINK, 0).backPressuredMillis() >= waited + 200);
        assertThat(store.written()).isEqualTo(written);
        assertThat(job.isHeld(SOURCE, 0)).as("it stages nothing").isFalse();

        job.findLeader();
        awaitMoreThan(written + LIMIT);
        assertThat(job.isHeld(SINK, 0)).isFalse();
        job.trigger(barrier(1, CheckpointKind.CHECKPOINT));
        job.awaitAcknowledged(1);
        job.complete(1);
        within("committed output").until(() -> !store.visible().isEmpty());
    }

    @Test
    void runsOnUpToTheLimit() {
        store.writing = new CountDownLatch(1);
        start(inTwoTasks(LIMIT - 1));
        job.loseLeader();
        store.writing.countDown();
        within("all records").until(() -> store.written() == LIMIT - 1);
        job.awaitAll(FINISHING);
    }

    @Test
    void losesNothingWhileItIsHeld() {
        long records = 10 * LIMIT;
        store.writing = new CountDownLatch(1);
        start(inTwoTasks(records));
        job.loseLeader();
        store.writing.countDown();
        awaitHeld(SINK);
        assertThat(store.written()).isLessThan(records);

        job.findLeader();
        job.awaitAll(FINISHING);
        job.trigger(barrier(1, CheckpointKind.CLOSING));
        job.awaitAcknowledged(1);
        job.complete(1);
        job.awaitAll(FINISHED);
        assertThat(store.visible()).hasSize((int) records).doesNotHaveDuplicates();
    }

    @Test
    void countsFromTheLatestSnapshot() {
        start(
                flow ->
                        flow.source("numbers", numbers(FOR_EVER).perSecond(LIMIT))
                                .sink("store", store.sink()));
        awaitMoreThan(LIMIT / 2);
        job.trigger(barrier(1, CheckpointKind.CHECKPOINT));
        job.awaitAcknowledged(1);
        job.loseLeader();
        awaitHeld(0);
        assertThat(store.written()).isGreaterThanOrEqualTo(LIMIT / 2 + LIMIT);
    }

    @Test
    void aSourceWithItsSinkInOneTaskIsHeldToo() {
        start(flow -> flow.source("numbers", numbers(FOR_EVER)).sink("store", store.sink()));
        job.loseLeader();
        awaitHeld(0);
        long written = store.written();
        job.findLeader();
        awaitMoreThan(written + LIMIT);
    }

    @Test
    void stopsWhileItIsHeld() {
        start(inTwoTasks(FOR_EVER));
        job.loseLeader();
        awaitHeld(SINK);
        job.cancelAll();
        job.awaitAll(CANCELED);
    }

    @Test
    void isNotHeldByZero() {
        settings.put("execution.checkpointing.outage-staging-limit", "0");
        start(inTwoTasks(FOR_EVER));
        job.loseLeader();
        awaitMoreThan(store.written() + 10 * LIMIT);
        assertThat(job.isHeld(SINK, 0)).isFalse();
    }

    @Test
    void isNotHeldWithoutCheckpoints() {
        settings.remove("execution.checkpointing.interval");
        start(inTwoTasks(FOR_EVER));
        job.loseLeader();
        awaitMoreThan(store.written() + 10 * LIMIT);
        assertThat(job.isHeld(SINK, 0)).isFalse();
    }

    @Test
    void isNotHeldForASinkThatStagesNothing() {
        AtomicLong written = new AtomicLong();
        Sink<Long> counting =
                context ->
                        new SinkWriter<>() {
                            @Override
                            public void write(Long value) {
                                written.incrementAndGet();
                            }

                            @Override
                            public Staging prepare(long checkpoint) {
                                return Staging.NOTHING;
                            }

                            @Override
                            public void close() {}
                        };
        start(flow -> flow.source("numbers", numbers(FOR_EVER)).sink("counting", counting));
        job.loseLeader();
        within("more records").until(() -> written.get() > 10 * LIMIT);
        assertThat(job.isHeld(0, 0)).isFalse();
    }

    @Test
    void tellsTheLongestGapOfItsSink() {
        settings.put("execution.checkpointing.outage-staging-limit", "0");
        start(inTwoTasks(FOR_EVER));
        long running = System.nanoTime();
        awaitMoreThan(store.written() + LIMIT);
        assertThat(job.counters(SINK, 0).longestGapMillis()).isZero();

        job.loseLeader();
        store.writing = new CountDownLatch(1);
        within("a gap").until(() -> job.counters(SINK, 0).longestGapMillis() >= 300);
        store.writing.countDown();
        awaitMoreThan(store.written());
        job.findLeader();
        long longest = job.counters(SINK, 0).longestGapMillis();
        assertThat(longest)
                .as("what it had put out before is no gap")
                .isBetween(300L, Duration.ofNanos(System.nanoTime() - running).toMillis() - 1);
        assertThat(job.counters(SOURCE, 0).longestGapMillis()).as("of a source").isZero();
    }
}
