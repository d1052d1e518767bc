package org.holdfast.faults;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * When to strike and at how many processes, drawn from a seed. Not thread-safe.
 *
 * <p>Three of four strikes come when the job runs again, at any moment of some checkpoints; one of
 * four comes soon behind the strike before, at any moment of the restart.
 */
final class KillSchedule {

    private final Random random;

    KillSchedule(long seed) {
        this.random = new Random(seed);
    }

    /**
     * When to strike next.
     *
     * @param whenRunning whether to wait first until all tasks run
     * @param pauseMillis how long to wait then
     */
    record Moment(boolean whenRunning, long pauseMillis) {}

    Moment nextMoment() {
        return random.nextInt(4) == 0
                ? new Moment(false, random.nextInt(5_000))
                : new Moment(true, random.nextInt(3_000));
    }

    /** Some of the candidates: one of them in half of the strikes, all of them in one of six. */
    <T> List<T> choose(List<T> candidates) {
        List<T> shuffled = new ArrayList<>(candidates);
        Collections.shuffle(shuffled, random);
        int kind = random.nextInt(6);
        int number =
                kind < 3 ? 1 : kind == 3 ? shuffled.size() : 1 + random.nextInt(shuffled.size());
        return shuffled.subList(0, number);
    }
}
