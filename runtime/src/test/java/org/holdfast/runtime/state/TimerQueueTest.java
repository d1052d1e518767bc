package org.holdfast.runtime.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimerQueueTest {

    private record Entry(long time, long key) {}

    private static final Comparator<Entry> ORDER =
            Comparator.comparingLong(Entry::time).thenComparingLong(Entry::key);

    private static TimerQueue newQueue(int subtask, int parallelism) {
        return new TimerQueue(KeyGroupRange.of(subtask, parallelism), new SnapshotVersions());
    }

    private static int hash(long key) {
        return KeyGroups.spread(Long.hashCode(key));
    }

    /** Keys that a subtask holds. */
    private static List<Long> keys(int count, int subtask, int parallelism) {
        List<Long> keys = new ArrayList<>();
        for (long key = 0; keys.size() < count; key++) {
            if (KeyGroups.subtaskOf(KeyGroups.of(key), parallelism) == subtask) {
                keys.add(key);
            }
        }
        return keys;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 128})
    void givesWhatIsDueInOrderUnderRandomUse(int parallelism) {
        int subtask = parallelism / 2;
        TimerQueue queue = newQueue(subtask, parallelism);
        TreeSet<Entry> expected = new TreeSet<>(ORDER);
        List<Long> keys = keys(50, subtask, parallelism);
        Random random = new Random(parallelism);
        for (int i = 0; i < 50_000; i++) {
            long key = keys.get(random.nextInt(keys.size()));
            long time = random.nextInt(200) - 100;
            switch (random.nextInt(5)) {
                case 0, 1 -> {
                    queue.add(key, hash(key), time);
                    expected.add(new Entry(time, key));
                }
                case 2 -> {
                    queue.remove(key, hash(key), time);
                    expected.remove(new Entry(time, key));
                }
                default -> {
                    Timer timer = queue.pollDue(time);
                    if (expected.isEmpty() || expected.first().time() > time) {
                        assertThat(timer).isNull();
                    } else {
                        assertThat(timer.time).isEqualTo(expected.first().time());
                        assertThat(expected.remove(new Entry(timer.time, (long) timer.key)))
                                .isTrue();
                    }
                }
            }
            assertThat(queue.size()).isEqualTo(expected.size());
            assertThat(queue.nextTime())
                    .isEqualTo(expected.isEmpty() ? Long.MAX_VALUE : expected.first().time());
        }
    }

    @Test
    void givesTimersAtBothEndsOfTime() {
        TimerQueue queue = newQueue(0, 3);
        Set<Object> left = new HashSet<>(keys(20, 0, 3));
        left.forEach(key -> queue.add(key, hash((long) key), Long.MAX_VALUE));
        queue.add(left.iterator().next(), hash((long) left.iterator().next()), Long.MIN_VALUE);
        assertThat(queue.pollDue(Long.MIN_VALUE).time).isEqualTo(Long.MIN_VALUE);
        assertThat(queue.pollDue(Long.MAX_VALUE - 1)).isNull();
        Timer timer;
        while ((timer = queue.pollDue(Long.MAX_VALUE)) != null) {
            assertThat(left.remove(timer.key)).isTrue();
        }
        assertThat(left).isEmpty();
    }

    @Test
    void holdsAMillionTimers() {
        TimerQueue queue = newQueue(0, 1);
        Random random = new Random(1);
        for (long key = 0; key < 1_000_000; key++) {
            queue.add(key, hash(key), random.nextInt());
        }
        assertThat(queue.size()).isEqualTo(1_000_000);
        long last = Long.MIN_VALUE;
        Timer timer;
        while ((timer = queue.pollDue(Long.MAX_VALUE)) != null) {
            assertThat(timer.time >= last).isTrue();
            last = timer.time;
        }
        assertThat(queue.size()).isZero();
    }
}
