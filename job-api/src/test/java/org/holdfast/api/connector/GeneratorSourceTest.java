package org.holdfast.api.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.holdfast.api.Collected;
import org.holdfast.api.InvalidJobException;
import org.holdfast.api.SourceReader;
import org.holdfast.api.SourceReader.Status;
import org.holdfast.api.SplitPosition;
import org.holdfast.api.TestContext;
import org.holdfast.api.testing.InMemoryFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeneratorSourceTest {

    private final AtomicLong nanos = new AtomicLong(-5);

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 4", "10, 3", "1000, 7", "1024, 128"})
    void putsOutEveryNumberOnce(long count, int parallelism) throws IOException {
        GeneratorSource<Long> source = GeneratorSource.<Long>numbered(n -> n).count(count);
        List<Long> records = new ArrayList<>();
        for (SplitPosition start : starts(source, parallelism)) {
            List<Long> read = Collected.readAll(reader(source), List.of(start));
            assertThat(read).isSorted().hasSize((int) start.split().size());
            records.addAll(read);
        }

        assertThat(source.isBounded()).isTrue();
        assertThat(records)
                .containsExactlyInAnyOrderElementsOf(LongStream.range(0, count).boxed().toList());
    }

    @Test
    void readsOnWhereAnotherReaderStopped() throws IOException {
        GeneratorSource<Long> source = GeneratorSource.<Long>numbered(n -> n).count(5_000);
        List<SplitPosition> positions = starts(source, 3);
        List<Long> records = new ArrayList<>();
        Status status = Status.MORE;
        while (status != Status.FINISHED) {
            try (SourceReader<Long> reader = reader(source)) {
                reader.open(positions);
                status = reader.poll(records::add);
                positions = reader.positions();
                assertThat(reader.completedSize()).isEqualTo(records.size());
            }
        }

        assertThat(records).hasSize(5_000).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "257, 1", "3000, 3", "1999, 5"})
    void readsOnExactlyFromEveryPlaceItStopsAt(long count, int splits) throws IOException {
        GeneratorSource<Long> source = GeneratorSource.<Long>numbered(n -> n).count(count);
        List<Long> before = new ArrayList<>();
        try (SourceReader<Long> reader = reader(source)) {
            reader.open(starts(source, splits));
            Status status = Status.MORE;
            while (status != Status.FINISHED) {
                status = reader.poll(before::add);
                List<Long> all = new ArrayList<>(before);
                all.addAll(Collected.readAll(reader(source), reader.positions()));
                assertThat(all)
                        .containsExactlyInAnyOrderElementsOf(
                                LongStream.range(0, count).boxed().toList());
            }
        }
    }

    @Test
    void hasNoEndUnlessAsked() throws IOException {
        GeneratorSource<Long> source = GeneratorSource.numbered(n -> n);
        try (SourceReader<Long> reader = reader(source)) {
            reader.open(starts(source, 2));
            for (int i = 0; i < 100; i++) {
                assertThat(reader.poll(n -> {})).isEqualTo(Status.MORE);
            }
        }
        assertThat(source.isBounded()).isFalse();
    }

    @Test
    void keepsItsPaceOverAllSubtasks() throws IOException {
        GeneratorSource<Long> source = paced(100);
        List<Long> records = new ArrayList<>();
        try (SourceReader<Long> oneOfFour = reader(source)) {
            oneOfFour.open(starts(source, 4).subList(0, 1));
            for (int millisecond = 0; millisecond < 10_000; millisecond++) {
                nanos.addAndGet(1_000_000);
                assertThat(oneOfFour.poll(records::add)).isEqualTo(Status.WAITING);
            }
        }

        assertThat(records).hasSizeBetween(249, 250);
    }

    @Test
    void catchesUpByASecondAtMost() throws IOException {
        GeneratorSource<Long> source = paced(1_000);
        List<Long> records = new ArrayList<>();
        try (SourceReader<Long> reader = reader(source)) {
            reader.open(starts(source, 1));
            nanos.addAndGet(60_000_000_000L);
            while (reader.poll(records::add) == Status.MORE) {
                assertThat(records).hasSizeLessThanOrEqualTo(1_000);
            }
        }

        assertThat(records).hasSize(1_000);
    }

    @Test
    void paceBelowOneRecordASecondPerSubtaskStillPutsOut() throws IOException {
        GeneratorSource<Long> source = paced(1);
        List<Long> records = new ArrayList<>();
        try (SourceReader<Long> oneOfTen = reader(source)) {
            oneOfTen.open(starts(source, 10).subList(3, 4));
            for (int second = 0; second < 101; second++) {
                nanos.addAndGet(1_000_000_000);
                oneOfTen.poll(records::add);
            }
        }

        assertThat(records).containsExactly(3L, 13L, 23L, 33L, 43L, 53L, 63L, 73L, 83L, 93L);
    }

    @Test
    void refusesCountsAndPacesThatMakeNoSense() {
        GeneratorSource<Long> source = GeneratorSource.numbered(n -> n);

        assertThatThrownBy(() -> source.count(-1))
                .isInstanceOf(InvalidJobException.class)
                .hasMessage("Number of generated records: -1 (expected: >= 0).");
        assertThatThrownBy(() -> source.perSecond(0))
                .isInstanceOf(InvalidJobException.class)
                .hasMessage("Generated records per second: 0 (expected: >= 1).");
    }

    private GeneratorSource<Long> paced(long perSecond) {
        return new GeneratorSource<>(n -> n, Long.MAX_VALUE, perSecond, nanos::get);
    }

    private static List<SplitPosition> starts(GeneratorSource<?> source, int parallelism) {
        return source.splits(parallelism, new InMemoryFiles()).stream()
                .map(SplitPosition::startOf)
                .toList();
    }

    private static <T> SourceReader<T> reader(GeneratorSource<T> source) {
        return source.reader(new TestContext(0, 1, 0, new InMemoryFiles()));
    }
}
