package org.holdfast.runtime.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.holdfast.runtime.task.ExecutionState.FINISHED;
import static org.holdfast.runtime.task.ExecutionState.INITIALIZING;
import static org.holdfast.runtime.task.ExecutionState.RUNNING;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.holdfast.api.DataStream;
import org.holdfast.api.Dataflow;
import org.holdfast.api.KeyedContext;
import org.holdfast.api.KeyedProcessFunction;
import org.holdfast.api.Output;
import org.holdfast.api.connector.GeneratorSource;
import org.holdfast.api.file.FileSource;
import org.holdfast.api.state.ValueState;
import org.holdfast.runtime.network.DataPlane;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bounded jobs from end to end: what comes out is what the dataflow says, to the record. */
class TaskDataflowTest {

    private record Count(String word, long n) {}

    private static final class CountWords implements KeyedProcessFunction<String, String, Count> {

        private ValueState<Long> count;

        @Override
        public void open(KeyedContext context) {
            count = context.valueState("count");
        }

        @Override
        public void process(String word, String record, Output<Count> out) {
            count.set(count.getOr(0L) + 1);
        }

        @Override
        public void endOfInput(String word, Output<Count> out) {
            out.emit(new Count(word, count.get()));
        }
    }

    @TempDir Path directory;

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void countsTheWordsOfAFile(int parallelism) throws IOException {
        Map<String, Long> expected = writeText(20_000);
        Collected<Count> counts = new Collected<>();
        try (LocalJob job = job(parallelism, flow -> countWords(flow, counts))) {
            job.start().awaitAll(FINISHED);

            Map<String, Long> counted = new HashMap<>();
            counts.records.forEach(count -> counted.merge(count.word(), count.n(), Long::sum));
            assertThat(counted).isEqualTo(expected);
            assertThat(counts.records).hasSameSizeAs(expected.keySet());
            assertThat(counts.finished).hasValue(parallelism);
            assertThat(counts.closed).hasValue(parallelism);
            checkCounters(job, parallelism, expected);
        }
    }

    private void countWords(Dataflow flow, Collected<Count> counts) {
        flow.source("lines", FileSource.lines(directory.resolve("text").toUri().toString()))
                .<String>flatMap(
                        "words",
                        (line, out) -> {
                            for (String word : line.split(" ", -1)) {
                                out.emit(word);
                            }
                        })
                .keyBy(word -> word)
                .process("count", new CountWords())
                .sink("counts", counts);
    }

    private Map<String, Long> writeText(int lines) throws IOException {
        Map<String, Long> expected = new HashMap<>();
        List<String> text = new ArrayList<>();
        Random random = new Random(5);
        for (int i = 0; i < lines; i++) {
            StringBuilder line = new StringBuilder();
            for (int j = 0; j < 1 + random.nextInt(4); j++) {
                String word = "w" + random.nextInt(700);
                expected.merge(word, 1L, Long::sum);
                line.append(j == 0 ? "" : " ").append(word);
            }
            text.add(line.toString());
        }
        Files.write(directory.resolve("text"), text);
        return expected;
    }

    private void checkCounters(LocalJob job, int parallelism, Map<String, Long> expected)
            throws IOException {
        long linesRead = 0;
        long wordsOut = 0;
        long bytesRead = 0;
        long wordsIn = 0;
        long countsOut = 0;
        for (int subtask = 0; subtask < parallelism; subtask++) {
            TaskCounters source = job.counters(0, subtask);
            linesRead += source.recordsIn();
            wordsOut += source.recordsOut();
            bytesRead += source.completedSize();
            wordsIn += job.counters(1, subtask).recordsIn();
            countsOut += job.counters(1, subtask).recordsOut();
        }
        long words = expected.values().stream().mapToLong(Long::longValue).sum();
        assertThat(linesRead).isEqualTo(20_000);
        assertThat(bytesRead).isEqualTo(Files.size(directory.resolve("text")));
        assertThat(wordsOut).isEqualTo(words);
        assertThat(wordsIn).isEqualTo(words);
        assertThat(countsOut).isEqualTo(expected.size());
    }

    @Test
    void recordsGoToEveryBranchOfAChain() {
        Collected<Long> evens = new Collected<>();
        Collected<String> texts = new Collected<>();
        try (LocalJob job =
                job(
                        1,
                        flow -> {
                            DataStream<Long> numbers = numbers(flow, 1_000);
                            numbers.filter("even", n -> n % 2 == 0).sink("evens", evens);
                            numbers.map("text", n -> "n" + n).sink("texts", texts);
                        })) {
            job.start().awaitAll(FINISHED);
        }
        assertThat(evens.records)
                .containsExactlyElementsOf(longs(1_000).filter(n -> n % 2 == 0).boxed().toList());
        assertThat(texts.records).hasSize(1_000).contains("n0", "n999");
    }

    @Test
    void broadcastGivesEachSubtaskEveryRecord() {
        Collected<Long> received = new Collected<>();
        try (LocalJob job = job(3, flow -> numbers(flow, 600).broadcast().sink("all", received))) {
            job.start().awaitAll(FINISHED);
        }
        assertThat(received.records).hasSize(3 * 600);
        assertThat(received.records).containsAll(longs(600).boxed().toList());
    }

    @Test
    void rebalanceSpreadsEvenlyWhateverTheParallelism() {
        Collected<Long> received = new Collected<>();
        try (LocalJob job =
                job(
                        2,
                        flow ->
                                numbers(flow, 3_000)
                                        .rebalance()
                                        .sink("balanced", received)
                                        .parallelism(5))) {
            job.start().awaitAll(FINISHED);
            for (int subtask = 0; subtask < 5; subtask++) {
                assertThat(job.counters(1, subtask).recordsIn()).isBetween(599L, 601L);
            }
        }
        assertThat(received.records)
                .containsExactlyInAnyOrderElementsOf(longs(3_000).boxed().toList());
    }

    @Test
    @SuppressWarnings("unchecked")
    void unionHasTheRecordsOfAllItsStreams() {
        Collected<Long> received = new Collected<>();
        try (LocalJob job =
                job(
                        2,
                        flow -> {
                            DataStream<Long> more =
                                    flow.source(
                                            "more",
                                            GeneratorSource.numbered(n -> n + 1_000).count(500));
                            numbers(flow, 1_000).union(more).sink("all", received);
                        })) {
            job.start().awaitAll(FINISHED);
        }
        assertThat(received.records)
                .containsExactlyInAnyOrderElementsOf(longs(1_500).boxed().toList());
    }

    @Test
    void consumersMayStartLongAfterProducers() {
        Collected<Long> received = new Collected<>();
        try (LocalJob job =
                job(1, flow -> numbers(flow, 50_000).rebalance().sink("late", received))) {
            job.startVertex(0);
            job.awaitState(0, 0, RUNNING);
            job.startVertex(1);
            job.awaitAll(FINISHED);
            assertThat(job.changes(1, 0))
                    .extracting(TaskStateChange::state)
                    .containsExactly(INITIALIZING, RUNNING, FINISHED);
        }
        assertThat(received.records).hasSize(50_000);
    }

    private LocalJob job(int parallelism, LocalJob.Definition definition) {
        return new LocalJob(parallelism, dataPlane(), definition);
    }

    private static DataPlane dataPlane() {
        return TestDataPlane.open();
    }

    private static DataStream<Long> numbers(Dataflow flow, long count) {
        return flow.source("numbers", GeneratorSource.<Long>numbered(n -> n).count(count));
    }

    private static LongStream longs(long count) {
        return LongStream.range(0, count);
    }
}
