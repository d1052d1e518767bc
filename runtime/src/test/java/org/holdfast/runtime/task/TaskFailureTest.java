package org.holdfast.runtime.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.holdfast.runtime.task.ExecutionState.FAILED;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.holdfast.api.DataStream;
import org.holdfast.api.Dataflow;
import org.holdfast.api.KeyedContext;
import org.holdfast.api.KeyedProcessFunction;
import org.holdfast.api.MapFunction;
import org.holdfast.api.OperatorContext;
import org.holdfast.api.Output;
import org.holdfast.api.Sink;
import org.holdfast.api.SinkWriter;
import org.holdfast.api.Staging;
import org.holdfast.api.connector.GeneratorSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** User code that throws: the task fails, says where, and closes what it opened. */
class TaskFailureTest {

    private LocalJob job;

    @AfterEach
    void closeJob() {
        job.close();
    }

    private void start(LocalJob.Definition definition) {
        job = new LocalJob(1, TestDataPlane.open(), definition).start();
    }

    private static DataStream<Long> numbers(Dataflow flow) {
        return flow.source("numbers", GeneratorSource.<Long>numbered(n -> n));
    }

    private static long fail(String message) {
        throw new IllegalArgumentException(message);
    }

    @Test
    void functionThatThrowsFailsItsTaskAndItsConsumers() {
        Collected<Long> sink = new Collected<>();
        start(
                flow ->
                        numbers(flow)
                                .map("check", n -> n == 700 ? fail("bad number " + n) : n)
                                .rebalance()
                                .sink("sink", sink));
        job.awaitAll(FAILED);

        assertThat(job.failure(0, 0))
                .contains("Operator 'check' failed", "bad number 700", "TaskFailureTest");
        assertThat(job.failure(1, 0)).contains("input from ", "bad number 700");
        assertThat(sink.finished).hasValue(0);
        assertThat(sink.closed).hasValue(1);
        assertThat(job.fatalErrors()).isEmpty();
    }

    @Test
    void failureBehindAFunctionIsNotMistakenForItsOwn() {
        start(
                flow ->
                        numbers(flow)
                                .<Long>flatMap("twice", (n, out) -> out.emit(n * 2))
                                .<Long>map("check", n -> n == 10 ? fail("ten") : n)
                                .sink("sink", new Collected<>()));
        job.awaitAll(FAILED);
        assertThat(job.failure(0, 0)).contains("Operator 'check' failed").doesNotContain("'twice'");
    }

    @Test
    void functionCannotHideAFailureBehindIt() {
        AtomicInteger caught = new AtomicInteger();
        start(
                flow ->
                        numbers(flow)
                                .<Long>flatMap(
                                        "careless",
                                        (n, out) -> {
                                            try {
                                                out.emit(n);
                                            } catch (RuntimeException e) {
                                                caught.incrementAndGet();
                                            }
                                        })
                                .<Long>map("check", n -> n == 10 ? fail("ten") : n)
                                .sink("sink", new Collected<>()));
        job.awaitAll(FAILED);
        assertThat(caught.get()).isPositive();
        assertThat(job.failure(0, 0)).contains("Operator 'check' failed");
    }

    @Test
    void nullIsNoRecord() {
        start(flow -> numbers(flow).<Long>map("nothing", n -> null).sink("s", new Collected<>()));
        job.awaitAll(FAILED);
        assertThat(job.failure(0, 0)).contains("Operator 's' failed", "was given null");
    }

    @Test
    void nullIsNoKey() {
        start(
                flow ->
                        numbers(flow)
                                .<Long>keyBy(n -> null)
                                .<Long>process("count", (key, n, out) -> out.emit(n))
                                .sink("sink", new Collected<>()));
        job.awaitAll(FAILED);
        assertThat(job.failure(0, 0))
                .contains("Operator 'numbers' failed", "the key selector returned null");
    }

    @Test
    void openThatThrowsClosesWhatWasOpenedAndOnlyThat() {
        Recorder recorder = new Recorder();
        start(
                flow ->
                        numbers(flow)
                                .map("first", recorder)
                                .<Long>map(
                                        "second",
                                        new MapFunction<>() {
                                            @Override
                                            public void open(OperatorContext context) {
                                                fail("cannot open " + context.operatorName());
                                            }

                                            @Override
                                            public Long map(Long value) {
                                                return value;
                                            }
                                        })
                                .sink("sink", new Collected<>()));
        job.awaitAll(FAILED);
        assertThat(job.failure(0, 0)).contains("Operator 'second' failed", "cannot open second");
        assertThat(recorder.opened).hasValue(0);
        assertThat(recorder.closed).hasValue(0);
    }

    @Test
    void closeThatThrowsFailsABoundedTaskBeforeItsConsumersHearOfItsEnd() {
        start(
                flow ->
                        flow.source("few", GeneratorSource.<Long>numbered(n -> n).count(10))
                                .<Long>map(
                                        "leaky",
                                        new MapFunction<>() {
                                            @Override
                                            public Long map(Long value) {
                                                return value;
                                            }

                                            @Override
                                            public void close() {
                                                fail("cannot close");
                                            }
                                        })
                                .rebalance()
                                .sink("sink", new Collected<>()));
        job.awaitAll(FAILED);
        assertThat(job.failure(0, 0)).contains("Operator 'leaky' failed", "cannot close");
    }

    @Test
    void sinkThatCannotFinishFailsItsTask() {
        Sink<Long> full =
                context ->
                        new SinkWriter<>() {
                            @Override
                            public void write(Long value) {}

                            @Override
                            public Staging prepare(long checkpoint) throws IOException {
                                throw new IOException("disk full");
                            }

                            @Override
                            public void close() {}
                        };
        start(
                flow ->
                        flow.source("few", GeneratorSource.<Long>numbered(n -> n).count(10))
                                .sink("full", full));
        job.awaitAll(FAILED);
        assertThat(job.failure(0, 0)).contains("Operator 'full' failed", "disk full");
    }

    @Test
    void functionThatThrowsAtTheEndOfInputFailsItsTask() {
        start(
                flow ->
                        flow.source("few", GeneratorSource.<Long>numbered(n -> n).count(10))
                                .keyBy(n -> n)
                                .process("end", new ThrowingAtEnd())
                                .sink("sink", new Collected<>()));
        job.awaitState(1, 0, FAILED);
        assertThat(job.failure(1, 0)).contains("Operator 'end' failed", "no end for key");
    }

    private static final class ThrowingAtEnd implements KeyedProcessFunction<Long, Long, Long> {

        private org.holdfast.api.state.ValueState<Long> seen;

        @Override
        public void open(KeyedContext context) {
            seen = context.valueState("seen");
        }

        @Override
        public void process(Long key, Long value, Output<Long> out) {
            seen.set(value);
        }

        @Override
        public void endOfInput(Long key, Output<Long> out) {
            fail("no end for key " + key);
        }
    }

    @Test
    void stackOverflowIsTheUsersOwnAffair() {
        start(flow -> numbers(flow).<Long>map("deep", n -> depth(n)).sink("s", new Collected<>()));
        job.awaitAll(FAILED);
        assertThat(job.failure(0, 0)).contains("Operator 'deep' failed", "StackOverflowError");
        assertThat(job.failure(0, 0).length()).isLessThanOrEqualTo(FailureText.MAX_LENGTH);
        assertThat(job.fatalErrors()).isEmpty();
    }

    private static long depth(long n) {
        return n < 0 ? 0 : 1 + depth(n + 1);
    }

    @Test
    void outOfMemoryIsReportedAndEndsTheProcess() {
        start(
                flow ->
                        numbers(flow)
                                .<Long>map(
                                        "greedy",
                                        n -> {
                                            throw new OutOfMemoryError("no room, says the test");
                                        })
                                .sink("sink", new Collected<>()));
        job.awaitAll(FAILED);
        assertThat(job.failure(0, 0)).contains("no room, says the test");
        await("the fatal error").until(() -> job.fatalErrors().size() == 1);
        assertThat(job.fatalErrors().get(0)).startsWith("The JVM failed in task test ");
    }

    @Test
    void userCodeRunsInItsNamedThreadWithItsJobsClassLoader() {
        AtomicReference<String> thread = new AtomicReference<>();
        AtomicReference<ClassLoader> loader = new AtomicReference<>();
        start(
                flow ->
                        numbers(flow)
                                .<Long>map(
                                        "look",
                                        n -> {
                                            thread.set(Thread.currentThread().getName());
                                            loader.set(
                                                    Thread.currentThread().getContextClassLoader());
                                            return fail("seen enough");
                                        })
                                .sink("sink", new Collected<>()));
        job.awaitAll(FAILED);
        assertThat(thread).hasValue("test/numbers -> look -> sink 1/1 #0");
        assertThat(loader.get()).isSameAs(LocalJob.class.getClassLoader());
    }

    private static final class Recorder implements MapFunction<Long, Long> {

        final AtomicInteger opened = new AtomicInteger();
        final AtomicInteger closed = new AtomicInteger();

        @Override
        public void open(OperatorContext context) {
            opened.incrementAndGet();
        }

        @Override
        public Long map(Long value) {
            return value;
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }
}
