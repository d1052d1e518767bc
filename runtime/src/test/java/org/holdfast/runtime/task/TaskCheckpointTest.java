package org.holdfast.runtime.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.holdfast.runtime.task.ExecutionState.CANCELED;
import static org.holdfast.runtime.task.ExecutionState.FAILED;
import static org.holdfast.runtime.task.ExecutionState.FINISHED;
import static org.holdfast.runtime.task.ExecutionState.FINISHING;
import static org.holdfast.runtime.task.ExecutionState.INITIALIZING;
import static org.holdfast.runtime.task.ExecutionState.RUNNING;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.core.ConditionFactory;
import org.holdfast.api.Dataflow;
import org.holdfast.api.KeyedContext;
import org.holdfast.api.KeyedProcessFunction;
import org.holdfast.api.Output;
import org.holdfast.api.TimeDomain;
import org.holdfast.api.Timers;
import org.holdfast.api.connector.GeneratorSource;
import org.holdfast.api.state.ValueState;
import org.holdfast.runtime.checkpoint.CheckpointAnswer;
import org.holdfast.runtime.checkpoint.CheckpointId;
import org.holdfast.runtime.checkpoint.CheckpointKind;
import org.holdfast.runtime.checkpoint.SnapshotFigures;
import org.holdfast.runtime.checkpoint.TakeoverPoint;
import org.holdfast.runtime.network.CheckpointBarrier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tasks and their checkpoints, with real threads and the real data plane. */
@Timeout(120)
class TaskCheckpointTest {

    private static final int KEYS = 300;
    private static final Map<String, String> CHECKPOINTED =
            Map.of(
                    "execution.checkpointing.interval", "1 s",
                    "state.storage.fs.memory-threshold", "1 kb");

    @TempDir Path directory;

    private final TwoPhaseStore<Count> store = new TwoPhaseStore<>();
    private LocalJob job;

    private record Count(long key, long n) {}

    /** Puts out the how-manieth record of its key each is; at the end, minus their number. */
    private static final class CountEach implements KeyedProcessFunction<Long, Long, Count> {

        private ValueState<Long> count;

        @Override
        public void open(KeyedContext context) {
            count = context.valueState("count");
        }

        @Override
        public void process(Long key, Long number, Output<Count> out) {
            count.set(count.getOr(0L) + 1);
            out.emit(new Count(key, count.get()));
        }

        @Override
        public void endOfInput(Long key, Output<Count> out) {
            out.emit(new Count(key, -count.get()));
        }
    }

    @AfterEach
    void closeJob() {
        store.writing.countDown();
        store.staging.countDown();
        if (job != null) {
            job.close();
        }
    }

    private static ConditionFactory within(String what) {
        return await(what).atMost(Duration.ofSeconds(30));
    }

    private CheckpointBarrier barrier(long checkpoint, CheckpointKind kind) {
        String path = directory.resolve("chk-" + checkpoint).toUri().toString();
        return new CheckpointBarrier(checkpoint, kind, path);
    }

    private CheckpointBarrier barrier(long checkpoint) {
        return barrier(checkpoint, CheckpointKind.CHECKPOINT);
    }

    private LocalJob start(int parallelism, LocalJob.Definition definition) {
        return start(parallelism, LocalCheckpoint.NONE, definition);
    }

    private LocalJob start(
            int parallelism, LocalCheckpoint restoreFrom, LocalJob.Definition definition) {
        if (job != null) {
            job.close();
        }
        job =
                new LocalJob(
                        parallelism,
                        TestDataPlane.open(),
                        Duration.ofSeconds(20),
                        CHECKPOINTED,
                        restoreFrom,
                        definition);
        return job.start();
    }

    private LocalJob.Definition counting(long records, long perSecond) {
        return flow ->
                flow.source(
                                "numbers",
                                GeneratorSource.<Long>numbered(n -> n)
                                        .count(records)
                                        .perSecond(perSecond))
                        .keyBy(n -> n % KEYS)
                        .process("count", new CountEach())
                        .rebalance()
                        .sink("counts", store.sink());
    }

    /** Every record of every key is there, once, and so is each key's end. */
    private void assertExact(long records) {
        Map<Long, Map<Long, Integer>> seen = new HashMap<>();
        store.visible()
                .forEach(
                        count ->
                                seen.computeIfAbsent(count.key(), key -> new HashMap<>())
                                        .merge(count.n(), 1, Integer::sum));
        long perKey = records / KEYS;
        assertThat(seen).hasSize(KEYS);
        seen.forEach(
                (key, counts) -> {
                    assertThat(counts.keySet()).as("key " + key).contains(1L, perKey, -perKey);
                    assertThat(counts).as("key " + key).hasSize((int) perKey + 1);
                    assertThat(counts.values()).as("key " + key).containsOnly(1);
                });
    }

    private void closeAtTheEnd(long checkpoint) {
        job.awaitAll(FINISHING);
        job.trigger(barrier(checkpoint, CheckpointKind.CLOSING));
        job.awaitAcknowledged(checkpoint);
        job.complete(checkpoint);
        job.awaitAll(FINISHED);
    }

    @ParameterizedTest(name = "from 2 to {0} subtasks")
    @ValueSource(ints = {1, 2, 3})
    void losesAndRepeatsNothingWhenKilledUnderLoad(int parallelism) {
        long records = 400L * KEYS;
        start(2, counting(records, 40_000)).awaitAll(RUNNING);
        within("records").until(() -> store.written() > 1_000);
        job.trigger(barrier(1));
        job.awaitAcknowledged(1);
        job.complete(1);
        within("committed output").until(() -> !store.visible().isEmpty());
        job.trigger(barrier(2));
        LocalCheckpoint second = job.awaitAcknowledged(2); // committed, but nobody was told
        long written = store.written();
        within("more records").until(() -> store.written() > written + 1_000);
        job.cancelAll();
        job.awaitAll(CANCELED);

        start(parallelism, second, counting(records, 1_000_000));
        closeAtTheEnd(3);
        assertExact(records);
        assertThat(job.changes(1, 0))
                .extracting(TaskStateChange::state)
                .containsExactly(INITIALIZING, RUNNING, FINISHING, FINISHED);
    }

    @Test
    void endsWhatHadEndedOnlyOnce() {
        long records = 2L * KEYS;
        start(2, counting(records, 1_000_000)).awaitAll(FINISHING);
        job.trigger(barrier(1));
        LocalCheckpoint ended = job.awaitAcknowledged(1);
        assertThat(ended.snapshot(1, 0).inputEnded()).isTrue();
        job.cancelAll();
        job.awaitAll(CANCELED);

        start(2, ended, counting(records, 1_000_000));
        closeAtTheEnd(2);
        assertExact(records);
    }

    @Test
    void taskThatEndsEarlyAbortsOnlyWhatWasNeverAcknowledged() throws IOException {
        start(
                        1,
                        flow ->
                                flow.source(
                                                "numbers",
                                                GeneratorSource.<Long>numbered(n -> n)
                                                        .perSecond(50_000))
                                        .keyBy(n -> n % KEYS)
                                        .process("count", new CountEach())
                                        .sink("counts", store.sink()))
                .awaitAll(RUNNING);
        within("records").until(() -> store.written() > KEYS);
        job.trigger(barrier(1));
        List<String> first = job.awaitAcknowledged(1).snapshot(1, 0).staged().get("counts");
        Files.writeString(directory.resolve("chk-2"), "a file where a directory should be");
        job.trigger(barrier(2));
        within("all answers").until(() -> job.answers(2).size() == 2);
        job.cancelAll();
        job.awaitAll(CANCELED);

        assertThat(first).hasSize(1);
        assertThat(store.aborted)
                .as("the first may still be committed")
                .containsExactly(first.get(0).replaceAll("-1$", "-2"));
    }

    @Test
    void stagedOutputStaysPendingWhenItsCheckpointIsAborted() {
        start(1, counting(Long.MAX_VALUE - 1, 50_000)).awaitAll(RUNNING);
        within("records").until(() -> store.written() > 100);
        job.trigger(barrier(1));
        List<String> first = job.awaitAcknowledged(1).snapshot(2, 0).staged().get("counts");
        job.abort(1);
        job.trigger(barrier(2));
        List<String> both = job.awaitAcknowledged(2).snapshot(2, 0).staged().get("counts");
        assertThat(both).containsAll(first).hasSize(2);
        assertThat(store.visible()).isEmpty();

        job.complete(2);
        within("both committed")
                .until(
                        () ->
                                store.visible().size()
                                        == both.stream()
                                                .mapToInt(one -> store.records(one).size())
                                                .sum());
    }

    @Test
    void abortDeletesTheStateFile() {
        start(1, counting(Long.MAX_VALUE - 1, 50_000)).awaitAll(RUNNING);
        within("records").until(() -> store.written() > KEYS);
        job.trigger(barrier(1));
        LocalCheckpoint first = job.awaitAcknowledged(1);
        Path file = directory.resolve("chk-1/1-0-0");
        assertThat(first.snapshot(1, 0).keyed().orElseThrow().file()).endsWith("chk-1/1-0-0");
        assertThat(file).isNotEmptyFile();
        job.abort(1);
        within("deletion").until(() -> !Files.exists(file));
    }

    @Test
    void takeoverGivesUpWhatTheJobManagersBeforeHadBegun() {
        start(1, counting(Long.MAX_VALUE - 1, 50_000)).awaitAll(RUNNING);
        within("records").until(() -> store.written() > KEYS);
        long old = new CheckpointId(2, 7).value();
        job.trigger(barrier(old));
        job.awaitAcknowledged(old);
        Path file = stateFile(old);
        assertThat(file).isNotEmptyFile();

        job.adopt(new TakeoverPoint(3, new CheckpointId(2, 6).value()));

        within("deletion").until(() -> !Files.exists(file));
    }

    /** Its barriers may come from other processes, where the takeover was heard of earlier. */
    @Test
    void takeoverThatIsHeardOfLateSparesTheNewJobManagersFirstCheckpoint() {
        start(1, counting(Long.MAX_VALUE - 1, 50_000)).awaitAll(RUNNING);
        within("records").until(() -> store.written() > KEYS);
        store.staging = new CountDownLatch(1);
        long first = new CheckpointId(3, 8).value();
        long second = new CheckpointId(3, 9).value();
        job.trigger(barrier(first));
        within("the others' answers").until(() -> job.answers(first).size() == 2);

        job.adopt(new TakeoverPoint(3, new CheckpointId(2, 7).value()));
        store.staging.countDown();

        List<String> staged = job.awaitAcknowledged(first).snapshot(2, 0).staged().get("counts");
        job.trigger(barrier(second));
        job.awaitAcknowledged(second);
        assertThat(stateFile(first)).as("still of use").isNotEmptyFile();
        job.complete(first);
        within("its output").until(() -> !store.visible().isEmpty());
        assertThat(staged).hasSize(1);
    }

    private Path stateFile(long checkpoint) {
        return directory.resolve("chk-%d/%d-0-0".formatted(checkpoint, 1));
    }

    @Test
    @SuppressWarnings("unchecked")
    void waitsForTheSlowChannelsBarrierAndProcessesNothingBehindTheFastOnes() {
        TwoPhaseStore<Long> both = new TwoPhaseStore<>();
        start(
                        1,
                        flow -> {
                            var fast =
                                    flow.source(
                                            "fast",
                                            GeneratorSource.<Long>numbered(n -> n)
                                                    .perSecond(20_000));
                            flow.source(
                                            "slow",
                                            GeneratorSource.<Long>numbered(n -> -1 - n)
                                                    .perSecond(50))
                                    .union(fast)
                                    .rebalance()
                                    .sink("both", both.sink());
                        })
                .awaitAll(RUNNING);
        int fast = job.vertexOf("fast");
        int slow = job.vertexOf("slow");
        int sink = job.vertexOf("both");
        within("records").until(() -> both.written() > 10_000);
        job.trigger(fast, 0, barrier(1));
        within("the fast one's answer").until(() -> job.answers(1).size() == 1);
        // Its channel is blocked now, so it comes to a halt while the slow one goes on.
        within("the fast source to wait")
                .until(
                        () -> {
                            long before = job.counters(fast, 0).recordsOut();
                            Thread.sleep(100);
                            return job.counters(fast, 0).recordsOut() == before;
                        });
        long slowBefore = job.counters(slow, 0).recordsOut();
        within("the slow one to go on")
                .until(() -> job.counters(slow, 0).recordsOut() > slowBefore + 5);
        assertThat(job.answers(1)).hasSize(1);

        job.trigger(slow, 0, barrier(1));
        LocalCheckpoint taken = job.awaitAcknowledged(1);
        long fastRead = taken.snapshot(fast, 0).splits().get(0).offset();
        long slowRead = taken.snapshot(slow, 0).splits().get(0).offset();
        List<Long> staged = both.records(taken.snapshot(sink, 0).staged().get("both").get(0));
        assertThat(staged.stream().filter(n -> n >= 0)).hasSize((int) fastRead);
        assertThat(staged.stream().filter(n -> n < 0)).hasSize((int) slowRead);
        SnapshotFigures figures = taken.answer(sink, 0).figures();
        assertThat(figures.alignmentMicros()).isGreaterThan(100_000);
        assertThat(figures.pauseMicros()).isPositive().isLessThan(figures.alignmentMicros());
        assertThat(taken.answer(fast, 0).figures().alignmentMicros()).isZero();
        long written = both.written();
        within("the fast source to go on").until(() -> both.written() > written + 10_000);
    }

    @Test
    void checkpointIsAcceptedUnderBackPressureAndCompletesWhenThatEnds() {
        store.writing = new CountDownLatch(1);
        start(1, counting(Long.MAX_VALUE - 1, 300_000)).awaitAll(RUNNING);
        within("back-pressure at the source")
                .until(() -> job.counters(0, 0).backPressuredMillis() > 50);
        job.trigger(barrier(1));
        within("the source's answer").until(() -> job.answers(1).size() == 1);

        store.writing.countDown();
        LocalCheckpoint taken = job.awaitAcknowledged(1);
        long read = taken.snapshot(0, 0).splits().get(0).offset();
        String staged = taken.snapshot(2, 0).staged().get("counts").get(0);
        assertThat(store.records(staged)).hasSize((int) read);
    }

    @Test
    void stateThatCannotBeWrittenDeclinesTheCheckpointAndTheTaskGoesOn() throws IOException {
        start(1, counting(Long.MAX_VALUE - 1, 50_000)).awaitAll(RUNNING);
        within("records").until(() -> store.written() > KEYS);
        Files.writeString(directory.resolve("chk-1"), "a file where a directory should be");
        job.trigger(barrier(1));
        within("all answers").until(() -> job.answers(1).size() == 3);
        List<CheckpointAnswer> declined =
                job.answers(1).stream()
                        .filter(answer -> answer instanceof CheckpointAnswer.Declined)
                        .toList();
        assertThat(declined).hasSize(1);
        CheckpointAnswer.Declined answer = (CheckpointAnswer.Declined) declined.get(0);
        assertThat(answer.reason())
                .contains("test/count 1/1 #0", "chk-1/1-0-0", "cannot be written");
        assertThat(answer.byStorage()).isTrue();

        job.abort(1);
        job.trigger(barrier(2));
        job.awaitAcknowledged(2);
        job.complete(2);
        within("output").until(() -> !store.visible().isEmpty());
        assertThat(job.state(1, 0)).isEqualTo(RUNNING);
    }

    @Test
    void outputThatCannotBeStagedFailsItsTask() {
        start(1, counting(Long.MAX_VALUE - 1, 50_000)).awaitAll(RUNNING);
        store.stageFailure = "disk full";
        job.trigger(barrier(1));
        job.awaitState(2, 0, FAILED);
        assertThat(job.failure(2, 0)).contains("Operator 'counts' failed", "disk full");
        assertThat(job.answers(1)).hasAtLeastOneElementOfType(CheckpointAnswer.Declined.class);
    }

    @Test
    void commitThatFailsFailsItsTaskAndNamesTheOperator() {
        start(1, counting(Long.MAX_VALUE - 1, 50_000)).awaitAll(RUNNING);
        within("records").until(() -> store.written() > 100);
        job.trigger(barrier(1));
        job.awaitAcknowledged(1);
        store.commitFailure = "permission denied";
        job.complete(1);
        job.awaitState(2, 0, FAILED);
        assertThat(job.failure(2, 0))
                .contains("Operator 'counts' failed", "permission denied", "checkpoint 0-1");
        assertThat(store.aborted).isEmpty();
    }

    @Test
    void slowUploadDoesNotHoldUpCancelling() {
        start(1, counting(Long.MAX_VALUE - 1, 50_000)).awaitAll(RUNNING);
        store.staging = new CountDownLatch(1);
        job.trigger(barrier(1));
        within("the others' answers").until(() -> job.answers(1).size() == 2);
        long before = System.nanoTime();
        job.cancelAll();
        job.awaitAll(CANCELED);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(9));
        assertThat(job.answers(1)).hasSize(2);
        assertThat(job.fatalErrors()).isEmpty();
    }

    @Test
    void moreCheckpointsThanCanBeWrittenAreDeclined() {
        start(1, counting(Long.MAX_VALUE - 1, 50_000)).awaitAll(RUNNING);
        store.staging = new CountDownLatch(1);
        for (long checkpoint = 1; checkpoint <= 4; checkpoint++) {
            job.trigger(barrier(checkpoint));
        }
        within("the fourth to be declined").until(() -> job.answers(4).size() == 3);
        assertThat(job.answers(4)).hasAtLeastOneElementOfType(CheckpointAnswer.Declined.class);
        store.staging.countDown();
        job.awaitAcknowledged(3);
        job.trigger(barrier(5));
        job.awaitAcknowledged(5);
    }

    @Test
    void stopEndsWithoutAnEndOfInputAndWithNothingBehindItsBarrier() {
        start(2, counting(1L << 40, 50_000)).awaitAll(RUNNING);
        within("records").until(() -> store.written() > 1_000);
        job.trigger(barrier(1, CheckpointKind.STOP));
        LocalCheckpoint stopped = job.awaitAcknowledged(1);
        long read =
                stopped.snapshot(0, 0).splits().get(0).offset()
                        + stopped.snapshot(0, 1).splits().get(0).offset();
        long written = store.written();
        job.complete(1);
        job.awaitAll(FINISHED);

        assertThat(written).isEqualTo(read);
        assertThat(store.visible()).hasSize((int) read).allMatch(count -> count.n() > 0);
        assertThat(job.changes(1, 0))
                .extracting(TaskStateChange::state)
                .containsExactly(INITIALIZING, RUNNING, FINISHED);
    }

    @Test
    void stopThatIsGivenUpLetsSourcesGoOn() {
        start(1, counting(1L << 40, 50_000)).awaitAll(RUNNING);
        job.trigger(barrier(1, CheckpointKind.STOP));
        job.awaitAcknowledged(1);
        long written = store.written();
        job.abort(1);
        within("more records").until(() -> store.written() > written + 100);
        job.trigger(barrier(2, CheckpointKind.STOP));
        job.awaitAcknowledged(2);
        // A newer checkpoint without word of the stop shows that it was given up, too.
        job.trigger(barrier(3));
        job.awaitAcknowledged(3);
        long resumed = store.written();
        within("more records").until(() -> store.written() > resumed + 100);
    }

    @Test
    void drainEndsSourcesAsIfTheyHadReadEverything() {
        start(2, counting(1L << 40, 50_000)).awaitAll(RUNNING);
        within("records").until(() -> store.written() > KEYS);
        job.endInput();
        closeAtTheEnd(1);
        assertThat(store.visible()).anyMatch(count -> count.n() < 0);
    }

    @Test
    void triggersThatComeTwiceOrToTheWrongTaskDoNoHarm() {
        start(1, counting(1L << 40, 50_000)).awaitAll(RUNNING);
        job.trigger(1, 0, barrier(1));
        within("an answer").until(() -> job.answers(1).size() == 1);
        assertThat(job.answers(1)).hasAtLeastOneElementOfType(CheckpointAnswer.Declined.class);
        job.trigger(barrier(2));
        job.trigger(barrier(2));
        job.awaitAcknowledged(2);
        job.trigger(barrier(2));
        job.trigger(barrier(3));
        job.awaitAcknowledged(3);
        assertThat(job.answers(2)).hasSize(3);
    }

    @Test
    void withoutCheckpointingTheEndCommitsEverything() {
        job =
                new LocalJob(2, TestDataPlane.open(), counting(2L * KEYS, 1_000_000))
                        .start()
                        .awaitAll(FINISHED);
        assertExact(2L * KEYS);
    }

    /** Puts out a record a little later than it comes. */
    private static final class Delayed implements KeyedProcessFunction<Long, Long, Long> {

        private final AtomicInteger early;
        private Timers timers;

        Delayed(AtomicInteger early) {
            this.early = early;
        }

        @Override
        public void open(KeyedContext context) {
            timers = context.timers();
        }

        @Override
        public void process(Long key, Long number, Output<Long> out) {
            timers.setProcessingTime(timers.processingTime() + 30);
        }

        @Override
        public void onTimer(Long key, long time, TimeDomain domain, Output<Long> out) {
            if (System.currentTimeMillis() < time) {
                early.incrementAndGet();
            }
            out.emit(key);
        }
    }

    @Test
    void timersFireWhileNoRecordComesAndNotBehindTheBarrierOfAStop() {
        AtomicInteger early = new AtomicInteger();
        TwoPhaseStore<Long> delayed = new TwoPhaseStore<>();
        start(1, flow -> delay(flow, early, delayed)).awaitAll(RUNNING);
        within("timers").until(() -> delayed.written() >= 20);
        assertThat(early).hasValue(0);
        job.trigger(barrier(1, CheckpointKind.STOP));
        job.awaitAcknowledged(1);
        AtomicLong before = new AtomicLong(delayed.written());
        within("nothing to come any more")
                .during(Duration.ofMillis(150))
                .until(() -> delayed.written() == before.get());
    }

    private static void delay(Dataflow flow, AtomicInteger early, TwoPhaseStore<Long> delayed) {
        flow.source("numbers", GeneratorSource.<Long>numbered(n -> n).perSecond(50))
                .keyBy(n -> n)
                .process("delay", new Delayed(early))
                .sink("delayed", delayed.sink());
    }
}
