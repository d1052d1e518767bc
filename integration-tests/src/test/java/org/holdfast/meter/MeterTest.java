package org.holdfast.meter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.holdfast.meter.Readings.Span;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A meter writes, {@link Readings} read: whatever a run reports goes through both. */
class MeterTest {

    private static final int KEYS = 10;
    private static final long MILLI = 1_000_000;

    @TempDir Path folder;

    private final AtomicLong clock = new AtomicLong();
    private int files;

    @BeforeEach
    void startSomewhere() {
        clock.set(5_000 * MILLI);
    }

    private Meter meter(int subtask, int attempt) throws IOException {
        Path file = folder.resolve(MeterFiles.name(subtask, attempt, 1, ++files));
        return new Meter(
                clock::get,
                new SeenCounts(folder.resolve(MeterFiles.SEEN), KEYS),
                Files.newBufferedWriter(file));
    }

    /** A record each millisecond. */
    private void emit(Meter meter, long key, long firstCount, int records) throws IOException {
        for (int i = 0; i < records; i++) {
            clock.addAndGet(MILLI);
            meter.record(key, firstCount + i);
        }
    }

    @Test
    void tellsThePaceWithinATime() throws IOException {
        try (Meter meter = meter(0, 0)) {
            emit(meter, 3, 1, 2_000);
        }

        Span span = Readings.of(folder).between(5_500 * MILLI, 6_500 * MILLI);

        assertThat(span.records()).isCloseTo(1_000, within(20.0));
        assertThat(span.longestGap()).isEqualTo(MILLI);
        assertThat(Readings.of(folder).again()).isZero();
    }

    @Test
    void tellsAGapWithinABucket() throws IOException {
        try (Meter meter = meter(0, 0)) {
            emit(meter, 3, 1, 10);
            clock.addAndGet(30 * MILLI);
            emit(meter, 3, 11, 500);
        }

        assertThat(Readings.of(folder).between(5_000 * MILLI, 6_000 * MILLI).longestGap())
                .isEqualTo(31 * MILLI);
        assertThat(Readings.of(folder).between(5_200 * MILLI, 6_000 * MILLI).longestGap())
                .isEqualTo(MILLI);
    }

    @Test
    void tellsAGapBetweenBuckets() throws IOException {
        try (Meter meter = meter(0, 0)) {
            emit(meter, 3, 1, 10);
            clock.addAndGet(700 * MILLI);
            emit(meter, 3, 11, 500);
        }

        assertThat(Readings.of(folder).between(5_300 * MILLI, 5_400 * MILLI).longestGap())
                .isEqualTo(701 * MILLI);
    }

    /** One subtask's records do not fill another one's pause. */
    @Test
    void tellsTheGapOfEachSubtask() throws IOException {
        try (Meter silent = meter(0, 0);
                Meter busy = meter(1, 0)) {
            emit(silent, 3, 1, 10);
            emit(busy, 4, 1, 1_000);
            emit(silent, 3, 11, 10);
        }

        assertThat(Readings.of(folder).between(5_000 * MILLI, 7_000 * MILLI).longestGap())
                .isEqualTo(1_001 * MILLI);
    }

    @Test
    void tellsTheGapBetweenAttemptsAndWhatCameAgain() throws IOException {
        // a process that is killed does not close its meter
        Meter killed = meter(0, 0);
        emit(killed, 3, 1, 250);
        clock.addAndGet(400 * MILLI);
        try (Meter next = meter(0, 1)) {
            emit(next, 3, 201, 200);
        }

        Readings readings = Readings.of(folder);

        assertThat(readings.attempts()).isEqualTo(2);
        assertThat(readings.again()).as("201 to 250").isEqualTo(50);
        // the killed one's last records are in no line: the gap is told longer, never shorter
        assertThat(readings.between(5_300 * MILLI, 5_600 * MILLI).longestGap())
                .isBetween(401 * MILLI, 501 * MILLI);
    }

    @Test
    void tellsHowLongNothingNewCame() throws IOException {
        try (Meter meter = meter(0, 0)) {
            emit(meter, 3, 1, 1_000);
        }
        clock.addAndGet(200 * MILLI);
        try (Meter next = meter(0, 1)) {
            emit(next, 3, 301, 2_000);
        }

        Readings readings = Readings.of(folder);

        assertThat(readings.longestStall(5_000 * MILLI, 9_000 * MILLI))
                .as("a pause of 200 ms, then 700 records that had come before")
                .isBetween(700 * MILLI, 901 * MILLI);
        assertThat(readings.longestStall(7_000 * MILLI, 9_000 * MILLI)).isEqualTo(MILLI);
    }

    @Test
    void knowsWhetherAllHavePutSomethingNewOutAfterATime() throws IOException {
        try (Meter one = meter(0, 0);
                Meter other = meter(1, 0)) {
            emit(one, 3, 1, 10);
            emit(other, 4, 1, 10);
            clock.addAndGet(1_000 * MILLI);
            emit(one, 3, 11, 10);
        }

        assertThat(Readings.of(folder).isSettled(2, 4_999 * MILLI)).isTrue();
        assertThat(Readings.of(folder).isSettled(2, 5_500 * MILLI)).isFalse();
        assertThat(Readings.of(folder).isSettled(3, 4_999 * MILLI)).isFalse();
        clock.addAndGet(1_000 * MILLI);
        try (Meter next = meter(1, 1)) {
            emit(next, 4, 1, 10);
        }
        assertThat(Readings.of(folder).isSettled(2, 4_999 * MILLI)).as("all seen").isFalse();
    }

    @Test
    void leavesOutALineThatIsNotWhole() {
        String line = new Bucket(1, 2, 3, 4, 5).toString();

        assertThat(Bucket.parse(line)).contains(new Bucket(1, 2, 3, 4, 5));
        for (int length = 0; length < line.length(); length++) {
            assertThat(Bucket.parse(line.substring(0, length))).as("%d", length).isEmpty();
        }
    }
}
