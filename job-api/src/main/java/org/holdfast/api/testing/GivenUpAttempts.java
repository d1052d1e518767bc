package org.holdfast.api.testing;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/** The attempts of a {@link SinkJob} that others have replaced. Some do not know it and go on. */
final class GivenUpAttempts<T> {

    private final SinkJob<T> job;
    private final Random random;
    private final Consumer<String> log;
    private final List<SinkAttempt<T>> zombies = new ArrayList<>();

    GivenUpAttempts(SinkJob<T> job, Random random, Consumer<String> log) {
        this.job = job;
        this.random = random;
        this.log = log;
    }

    /** Lets chance decide what becomes of attempts. */
    void add(List<SinkAttempt<T>> attempts) throws IOException {
        for (SinkAttempt<T> attempt : attempts) {
            int fate = random.nextInt(4);
            if (fate == 0) {
                log.accept(attempt + " vanishes");
            } else if (fate == 1 || !attempt.isOpen()) {
                log.accept(attempt + " is given up but lives");
                zombies.add(attempt);
            } else if (fate == 2) {
                log.accept(attempt + " is closed");
                attempt.close();
            } else {
                log.accept(attempt + " drops what it staged and is closed");
                attempt.abort();
                attempt.close();
            }
        }
    }

    /** One of those that live does something. It may fail: nobody relies on it any more. */
    void act() throws Exception {
        if (zombies.isEmpty()) {
            return;
        }
        SinkAttempt<T> zombie = zombies.get(random.nextInt(zombies.size()));
        log.accept("given-up " + zombie + " goes on");
        try {
            goOn(zombie);
        } catch (IOException e) {
            log.accept("it fails: " + e.getMessage());
            zombies.remove(zombie);
        }
    }

    private void goOn(SinkAttempt<T> zombie) throws Exception {
        if (!zombie.isOpen()) {
            zombie.open();
        }
        job.writeAsZombie(zombie);
        if (random.nextBoolean()) {
            // of a number of its own: it takes part in no checkpoint any more
            zombie.prepare(Math.max(job.newCheckpoint().id(), zombie.latest() + 1));
        }
        if (zombie.hasUnfinished()) {
            zombie.finishNext();
        }
        zombie.commit();
    }
}
