package org.holdfast.runtime.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.holdfast.runtime.task.ExecutionState.FINISHED;

import java.io.IOException;
import java.util.concurrent.Semaphore;
import org.holdfast.api.Sink;
import org.holdfast.api.SinkWriter;
import org.holdfast.api.Staging;
import org.holdfast.api.connector.GeneratorSource;
import org.junit.jupiter.api.Test;

class TaskBackPressureTest {

    private static final int RECORDS = 100_000;

    private final Semaphore permits = new Semaphore(0);

    @Test
    void sourceStandsStillWhileTheSinkDoes() {
        Sink<Long> gated =
                context ->
                        new SinkWriter<>() {
                            @Override
                            public void write(Long value) throws IOException {
                                permits.acquireUninterruptibly();
                            }

                            @Override
                            public Staging prepare(long checkpoint) {
                                return Staging.NOTHING;
                            }

                            @Override
                            public void close() {}
                        };
        try (LocalJob job =
                new LocalJob(
                        1,
                        TestDataPlane.open(),
                        flow ->
                                flow.source(
                                                "numbers",
                                                GeneratorSource.<Long>numbered(n -> n)
                                                        .count(RECORDS))
                                        .rebalance()
                                        .sink("gated", gated))) {
            job.start();
            await("the source to be held up")
                    .until(() -> job.counters(0, 0).backPressuredMillis() >= 200);
            long readBefore = job.counters(0, 0).completedSize();
            long waitedBefore = job.counters(0, 0).backPressuredMillis();
            await("some more of the same")
                    .until(() -> job.counters(0, 0).backPressuredMillis() >= waitedBefore + 300);
            assertThat(job.counters(0, 0).completedSize())
                    .isEqualTo(readBefore)
                    .isLessThan(RECORDS);

            permits.release(RECORDS);
            job.awaitAll(FINISHED);
            assertThat(job.counters(0, 0).completedSize()).isEqualTo(RECORDS);
            assertThat(job.counters(1, 0).recordsOut()).isEqualTo(RECORDS);
        }
    }
}
