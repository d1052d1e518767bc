package org.holdfast.runtime.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class ManualMainThreadTest {

    private final ManualMainThread mainThread = new ManualMainThread();
    private final List<String> ran = new ArrayList<>();

    @Test
    void runsNothingByItself() {
        mainThread.execute(() -> ran.add("a"));

        assertThat(ran).isEmpty();
    }

    @Test
    void runsInTheOrderOfHandingOverAndThenOfTime() {
        mainThread.schedule(Duration.ofMillis(5), () -> ran.add("late at " + time()));
        mainThread.schedule(Duration.ofMillis(3), () -> ran.add("early at " + time()));
        mainThread.execute(
                () -> {
                    ran.add("first");
                    mainThread.execute(() -> ran.add("third"));
                });
        mainThread.execute(() -> ran.add("second"));

        mainThread.advance(Duration.ofMillis(10));

        assertThat(ran).containsExactly("first", "second", "third", "early at 3", "late at 5");
        assertThat(mainThread.nowMillis()).isEqualTo(10);
    }

    private long time() {
        return mainThread.nowMillis();
    }

    @Test
    void doesNotRunWhatWasCancelledOrIsNotDue() {
        MainThread.Cancellable action =
                mainThread.schedule(Duration.ofMillis(1), () -> ran.add("cancelled"));
        mainThread.schedule(Duration.ofMillis(2), () -> ran.add("later"));
        action.cancel();
        action.cancel();

        mainThread.advance(Duration.ofMillis(1));

        assertThat(ran).isEmpty();
    }

    @Test
    void stepsToTheNextAction() {
        mainThread.schedule(Duration.ofMillis(7), () -> ran.add("a"));

        assertThat(mainThread.runNext()).isTrue();
        assertThat(mainThread.nowMillis()).isEqualTo(7);
        assertThat(mainThread.runNext()).isFalse();
    }

    @Test
    void knowsItsThread() throws InterruptedException, ExecutionException {
        FutureTask<Boolean> elsewhere =
                new FutureTask<>(
                        () -> {
                            try {
                                mainThread.assertOwned();
                                return true;
                            } catch (IllegalStateException e) {
                                return false;
                            }
                        });
        Thread other = new Thread(elsewhere);
        other.start();
        assertThat(elsewhere.get()).isFalse();
        mainThread.assertOwned();
    }
}
