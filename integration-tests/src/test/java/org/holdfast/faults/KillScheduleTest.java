package org.holdfast.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KillScheduleTest {

    private static final List<String> CANDIDATES = List.of("a", "b", "c", "d");

    @Test
    void strikesOneToAll() {
        KillSchedule schedule = new KillSchedule(1);
        Set<Integer> sizes =
                IntStream.range(0, 100)
                        .mapToObj(strike -> schedule.choose(CANDIDATES).size())
                        .collect(Collectors.toSet());
        assertThat(sizes).containsExactlyInAnyOrder(1, 2, 3, 4);
    }

    @Test
    void strikesTheOnlyOneThereIs() {
        KillSchedule schedule = new KillSchedule(1);
        for (int strike = 0; strike < 100; strike++) {
            assertThat(schedule.choose(List.of("a"))).containsExactly("a");
        }
    }

    @Test
    void drawsTheSameFromTheSameSeed() {
        KillSchedule one = new KillSchedule(42);
        KillSchedule same = new KillSchedule(42);
        KillSchedule other = new KillSchedule(43);
        assertThat(draw(one)).isEqualTo(draw(same)).isNotEqualTo(draw(other));
    }

    private static String draw(KillSchedule schedule) {
        return IntStream.range(0, 20)
                .mapToObj(strike -> schedule.nextMoment() + " " + schedule.choose(CANDIDATES))
                .collect(Collectors.joining("\n"));
    }
}
