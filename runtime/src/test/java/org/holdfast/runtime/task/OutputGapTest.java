package org.holdfast.runtime.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class OutputGapTest {

    private long nanos = Long.MAX_VALUE - Duration.ofSeconds(3).toNanos(); // a clock that wraps
    private final OutputGap gap = new OutputGap(() -> nanos);

    private void pass(long millis) {
        nanos += Duration.ofMillis(millis).toNanos();
    }

    private void putOutAfter(long millis) {
        pass(millis);
        gap.onOutput();
    }

    @Test
    void isZeroWhileTheJobManagerStays() {
        gap.onBegin();
        putOutAfter(9_000);
        gap.onLeaderFound();
        putOutAfter(9_000);
        assertThat(gap.longestMillis()).isZero();
    }

    @Test
    void isTheLongestBetweenTwoOutputs() {
        gap.onBegin();
        gap.onLeaderLost();
        putOutAfter(10);
        putOutAfter(300);
        putOutAfter(20);
        assertThat(gap.longestMillis()).isEqualTo(300);
    }

    @Test
    void holdsTheOneThatWasOpenWhenTheJobManagerWasLost() {
        gap.onBegin();
        gap.onOutput();
        pass(70);
        gap.onLeaderLost();
        putOutAfter(30);
        assertThat(gap.longestMillis()).isEqualTo(100);
    }

    @Test
    void holdsTheOneThatIsOpen() {
        gap.onBegin();
        gap.onLeaderLost();
        putOutAfter(10);
        pass(4_000);
        assertThat(gap.longestMillis()).isEqualTo(4_000);
        pass(1_000);
        assertThat(gap.longestMillis()).isEqualTo(5_000);
    }

    @Test
    void endsAWhileAfterAJobManagerIsFound() {
        gap.onBegin();
        gap.onLeaderLost();
        putOutAfter(100);
        gap.onLeaderFound();
        putOutAfter(2_000);
        assertThat(gap.longestMillis()).as("as it takes the task over").isEqualTo(2_000);
        gap.onLeaderFound();
        putOutAfter(1_500);
        pass(60_000);
        assertThat(gap.longestMillis()).as("only 1500 ms of it count").isEqualTo(2_000);
        putOutAfter(1);
        pass(60_000);
        assertThat(gap.longestMillis()).isEqualTo(2_000);
    }

    @Test
    void countsNoLongerThanTheEndOfAGapThatLasts() {
        gap.onBegin();
        gap.onLeaderLost();
        pass(1_000);
        gap.onLeaderFound();
        pass(60_000);
        assertThat(gap.longestMillis()).isEqualTo(6_000);
        gap.onOutput();
        assertThat(gap.longestMillis()).isEqualTo(6_000);
    }

    @Test
    void beginsAnewWithEachLoss() {
        gap.onBegin();
        gap.onLeaderLost();
        putOutAfter(4_000);
        gap.onLeaderFound();
        putOutAfter(10);
        gap.onLeaderLost();
        putOutAfter(20);
        assertThat(gap.longestMillis()).isEqualTo(20);
    }

    @Test
    void theEndOfTheTaskIsNoGap() {
        gap.onBegin();
        gap.onLeaderLost();
        putOutAfter(10);
        pass(30);
        gap.onEnd();
        pass(60_000);
        assertThat(gap.longestMillis()).isEqualTo(30);
    }

    @Test
    void aTaskWithoutASinkHasNone() {
        gap.onLeaderLost();
        pass(60_000);
        gap.onEnd();
        assertThat(gap.longestMillis()).isZero();
    }
}
