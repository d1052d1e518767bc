package org.holdfast.runtime.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MailboxTest {

    private static final Duration FOR_EVER = Duration.ofHours(1);

    private final Mailbox mailbox = new Mailbox();

    @Test
    void runsMailsInOrder() throws Exception {
        List<Integer> ran = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            int number = i;
            mailbox.post(() -> ran.add(number));
        }
        mailbox.runMails();
        assertThat(ran).containsExactly(0, 1, 2, 3, 4);
    }

    @Test
    void throwsWhatAMailThrows() {
        mailbox.post(
                () -> {
                    throw new TaskCancelledException();
                });
        assertThatThrownBy(mailbox::runMails).isInstanceOf(TaskCancelledException.class);
    }

    @Test
    void doesNotWaitIfItWasWokenBefore() {
        mailbox.wake();
        mailbox.await(FOR_EVER);
    }

    @Test
    void doesNotWaitWhileInterrupted() {
        Thread.currentThread().interrupt();
        mailbox.await(FOR_EVER);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void noWakeUpIsLostBetweenTwoThreads() throws Exception {
        Mailbox other = new Mailbox();
        AtomicInteger ball = new AtomicInteger();
        int rounds = 50_000;
        Thread returning =
                new Thread(
                        () -> {
                            for (int i = 1; i < 2 * rounds; i += 2) {
                                awaitBall(other, ball, i);
                                ball.incrementAndGet();
                                mailbox.wake();
                            }
                        });
        returning.start();
        for (int i = 0; i < 2 * rounds; i += 2) {
            awaitBall(mailbox, ball, i);
            ball.incrementAndGet();
            other.wake();
        }
        returning.join();
        assertThat(ball).hasValue(2 * rounds);
    }

    private static void awaitBall(Mailbox mailbox, AtomicInteger ball, int number) {
        while (ball.get() != number) {
            mailbox.await(FOR_EVER);
        }
    }
}
