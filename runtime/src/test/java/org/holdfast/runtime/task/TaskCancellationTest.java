package org.holdfast.runtime.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.holdfast.runtime.task.ExecutionState.CANCELED;
import static org.holdfast.runtime.task.ExecutionState.CANCELING;
import static org.holdfast.runtime.task.ExecutionState.INITIALIZING;
import static org.holdfast.runtime.task.ExecutionState.RUNNING;

import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.holdfast.api.DataStream;
import org.holdfast.api.Dataflow;
import org.holdfast.api.MapFunction;
import org.holdfast.api.OperatorContext;
import org.holdfast.api.Sink;
import org.holdfast.api.SinkWriter;
import org.holdfast.api.Staging;
import org.holdfast.api.connector.GeneratorSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tasks that are told to stop while they do this or that. */
class TaskCancellationTest {

    private LocalJob job;

    @AfterEach
    void closeJob() {
        job.close();
    }

    private LocalJob job(LocalJob.Definition definition) {
        job = new LocalJob(1, TestDataPlane.open(), definition);
        return job;
    }

    private static DataStream<Long> numbers(Dataflow flow) {
        return flow.source("numbers", GeneratorSource.<Long>numbered(n -> n));
    }

    @Test
    void unboundedJobStops() {
        Collected<Long> sink = new Collected<>();
        job(flow ->
                        flow.source(
                                        "numbers",
                                        GeneratorSource.<Long>numbered(n -> n).perSecond(1_000))
                                .keyBy(n -> n % 10)
                                .<Long>process("pass", (key, n, out) -> out.emit(n))
                                .sink("sink", sink))
                .start();
        await("some output").until(() -> sink.records.size() > 100);
        job.cancelAll();
        job.awaitAll(CANCELED);

        assertThat(sink.finished).hasValue(0);
        assertThat(sink.closed).hasValue(1);
        assertThat(job.changes(0, 0))
                .extracting(TaskStateChange::state)
                .containsExactly(INITIALIZING, RUNNING, CANCELED);
        assertThat(job.changes(0, 0)).allMatch(change -> change.failure().isEmpty());
    }

    @Test
    void taskThatWaitsForRoomStops() {
        job(flow -> numbers(flow).rebalance().sink("never started", new Collected<>()));
        job.startVertex(0);
        job.awaitState(0, 0, RUNNING);
        await("back-pressure").until(() -> job.counters(0, 0).backPressuredMillis() > 0);
        job.cancel(0, 0);
        job.awaitState(0, 0, CANCELED);
    }

    @Test
    void taskThatWaitsForRoomInTheMiddleOfARecordStops() {
        CountDownLatch emitting = new CountDownLatch(1);
        job(
                flow ->
                        numbers(flow)
                                .<Long>flatMap(
                                        "explode",
                                        (n, out) -> {
                                            for (long i = 0; ; i++) {
                                                out.emit(i);
                                                if (i == 60) {
                                                    emitting.countDown();
                                                }
                                            }
                                        })
                                .rebalance()
                                .sink("stuck", stuck()));
        job.start();
        awaitLatch(emitting);
        await("back-pressure").until(() -> job.counters(0, 0).backPressuredMillis() > 0);
        job.cancel(0, 0);
        job.awaitState(0, 0, CANCELED);
    }

    @Test
    void functionThatCatchesTheInterruptOfItsOutputCannotGoOn() {
        CountDownLatch emitting = new CountDownLatch(1);
        job(
                flow ->
                        numbers(flow)
                                .<Long>flatMap(
                                        "stubborn",
                                        (n, out) -> {
                                            for (long i = 0; i < 1_000; i++) {
                                                try {
                                                    out.emit(i);
                                                } catch (RuntimeException e) {
                                                    // tries the next one
                                                }
                                                emitting.countDown();
                                            }
                                        })
                                .rebalance()
                                .sink("stuck", stuck()));
        job.start();
        awaitLatch(emitting);
        await("back-pressure").until(() -> job.counters(0, 0).backPressuredMillis() > 0);
        job.cancel(0, 0);
        job.awaitState(0, 0, CANCELED);
    }

    /** A sink that takes nothing until it is interrupted. */
    private static Sink<Long> stuck() {
        return context ->
                new SinkWriter<>() {
                    @Override
                    public void write(Long value) throws InterruptedIOException {
                        try {
                            new CountDownLatch(1).await();
                        } catch (InterruptedException e) {
                            throw new InterruptedIOException();
                        }
                    }

                    @Override
                    public Staging prepare(long checkpoint) {
                        return Staging.NOTHING;
                    }

                    @Override
                    public void close() {}
                };
    }

    @Test
    void slowSinkIsInterrupted() {
        CountDownLatch writing = new CountDownLatch(1);
        Sink<Long> slow =
                context ->
                        new SinkWriter<>() {
                            @Override
                            public void write(Long value) throws InterruptedIOException {
                                writing.countDown();
                                try {
                                    TimeUnit.HOURS.sleep(1);
                                } catch (InterruptedException e) {
                                    throw new InterruptedIOException();
                                }
                            }

                            @Override
                            public Staging prepare(long checkpoint) {
                                return Staging.NOTHING;
                            }

                            @Override
                            public void close() {}
                        };
        job(flow -> numbers(flow).sink("slow", slow)).start();
        awaitLatch(writing);
        job.cancel(0, 0);
        job.awaitState(0, 0, CANCELED);
    }

    @Test
    void openIsInterrupted() {
        CountDownLatch opening = new CountDownLatch(1);
        job(flow ->
                        numbers(flow)
                                .<Long>map(
                                        "opens for ever",
                                        new MapFunction<>() {
                                            @Override
                                            public void open(OperatorContext context)
                                                    throws InterruptedException {
                                                opening.countDown();
                                                TimeUnit.HOURS.sleep(1);
                                            }

                                            @Override
                                            public Long map(Long value) {
                                                return value;
                                            }
                                        })
                                .sink("sink", new Collected<>()))
                .start();
        awaitLatch(opening);
        job.cancel(0, 0);
        job.awaitState(0, 0, CANCELED);
        assertThat(job.changes(0, 0))
                .extracting(TaskStateChange::state)
                .containsExactly(INITIALIZING, CANCELED);
    }

    @Test
    void cleaningUpIsNotInterruptedAtFirst() {
        AtomicInteger interrupted = new AtomicInteger();
        CountDownLatch writing = new CountDownLatch(1);
        Sink<Long> careful =
                context ->
                        new SinkWriter<>() {
                            @Override
                            public void write(Long value) {
                                writing.countDown();
                            }

                            @Override
                            public Staging prepare(long checkpoint) {
                                return Staging.NOTHING;
                            }

                            @Override
                            public void close() {
                                if (Thread.currentThread().isInterrupted()) {
                                    interrupted.incrementAndGet();
                                }
                            }
                        };
        job(flow -> numbers(flow).sink("careful", careful)).start();
        awaitLatch(writing);
        job.cancel(0, 0);
        job.awaitState(0, 0, CANCELED);
        assertThat(interrupted).hasValue(0);
    }

    @Test
    void codeThatNeedsManyInterruptsGetsThem() {
        AtomicInteger interrupts = new AtomicInteger();
        job(flow ->
                        numbers(flow)
                                .<Long>map(
                                        "sleepy",
                                        n -> {
                                            while (interrupts.get() < 3) {
                                                try {
                                                    TimeUnit.HOURS.sleep(1);
                                                } catch (InterruptedException e) {
                                                    interrupts.incrementAndGet();
                                                }
                                            }
                                            return n;
                                        })
                                .sink("sink", new Collected<>()))
                .start();
        job.awaitState(0, 0, RUNNING);
        job.cancel(0, 0);
        job.awaitState(0, 0, CANCELED);
        assertThat(interrupts).hasValue(3);
        assertThat(job.fatalErrors()).isEmpty();
    }

    @Test
    void codeThatIgnoresInterruptsIsAFatalError() {
        CountDownLatch looping = new CountDownLatch(1);
        CountDownLatch enough = new CountDownLatch(1);
        job =
                new LocalJob(
                        1,
                        TestDataPlane.open(),
                        Duration.ofMillis(200),
                        flow ->
                                numbers(flow)
                                        .<Long>map(
                                                "deaf",
                                                n -> {
                                                    looping.countDown();
                                                    while (enough.getCount() > 0) {
                                                        Thread.onSpinWait();
                                                    }
                                                    return n;
                                                })
                                        .sink("sink", new Collected<>()));
        job.start();
        awaitLatch(looping);
        job.cancel(0, 0);
        await("the fatal error").until(() -> !job.fatalErrors().isEmpty());
        assertThat(job.fatalErrors()).hasSize(1);
        assertThat(job.fatalErrors().get(0)).contains("was cancelled 200 ms ago and still runs");
        assertThat(job.state(0, 0)).isNotEqualTo(CANCELED);
        enough.countDown();
        job.awaitState(0, 0, CANCELED);
    }

    @Test
    void secondCancelAndCancelAfterTheEndDoNothing() {
        job(flow -> numbers(flow).sink("sink", new Collected<>())).start();
        job.awaitState(0, 0, RUNNING);
        job.cancel(0, 0);
        job.cancel(0, 0);
        job.awaitState(0, 0, CANCELED);
        job.cancel(0, 0);
        assertThat(job.changes(0, 0))
                .extracting(TaskStateChange::state)
                .doesNotContain(CANCELING)
                .filteredOn(CANCELED::equals)
                .hasSize(1);
    }

    private static void awaitLatch(CountDownLatch latch) {
        await("the user's code to get there").until(() -> latch.getCount() == 0);
    }
}
