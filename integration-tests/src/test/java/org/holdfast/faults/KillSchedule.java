package org.holdfast.faults;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * When to strike and at how many processes, drawn from a seed. Not thread-safe.
 *
 * <p>A third of the strikes come so soon behind the one before that the job is still restarting,
 * and a third so late that it has checkpoints to lose.
 */
final class KillSchedule {

    private final Random random;

    KillSchedule(long seed) {
        this.random = new Random(seed);
    }

    /** Time until the next strike, in milliseconds. */
    long nextPauseMillis() {
        switch (random.nextInt(3)) {
            case 0:
                return random.nextInt(1_500);
            case 1:
                return 1_500 + random.nextInt(3_500);
            default:
                return 5_000 + random.nextInt(5_000);
        }
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
