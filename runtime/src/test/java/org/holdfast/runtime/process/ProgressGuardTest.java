package org.holdfast.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.holdfast.ha.leader.LeaderAttempt;
import org.holdfast.ha.leader.LeaderEpoch;
import org.holdfast.runtime.config.Configuration;
import org.junit.jupiter.api.Test;

class ProgressGuardTest {

    /** 2026-01-01T00:00:00Z. */
    private static final long START = 1_767_225_600_000L;

    /** As on YARN: the low bits are the attempt's. */
    private static final long APPLICATION = 7L << 28 | 5 << 8;

    private final List<LeaderAttempt> history = new ArrayList<>();

    @Test
    void endsTheApplicationAfterAsManyAttemptsInVainAsItMayHave() {
        led(APPLICATION + 1, true);
        led(APPLICATION + 2, false);
        assertThat(judge(3, 2)).isEmpty();

        led(APPLICATION + 3, false);
        ClusterEnd end = judge(4, 2).orElseThrow();

        assertThat(end.status()).isEqualTo(ClusterEnd.Status.FAILED);
        assertThat(end.diagnostics())
                .contains(
                        "2 attempts in a row",
                        "yarn.application-attempts is 2",
                        "attempt 4, ends",
                        "Attempt 2 led from 2026-01-01T00:00:02Z on in epoch 2;",
                        "Attempt 3 led from 2026-01-01T00:00:03Z on in epoch 3.",
                        "-applicationId application_7_5",
                        "-z mine")
                .doesNotContain("Attempt 1");
    }

    @Test
    void progressBreaksTheRow() {
        led(APPLICATION + 1, false);
        led(APPLICATION + 2, true);
        led(APPLICATION + 3, false);

        assertThat(judge(4, 2)).isEmpty();
    }

    @Test
    void onlyAttemptsOfTheSameApplicationCount() {
        led(APPLICATION - 0x100 + 1, false);
        led(APPLICATION - 0x100 + 0xFF, false);
        led(APPLICATION + 1, false);

        assertThat(judge(2, 2)).isEmpty();
        assertThat(judge(2, 1)).isPresent();
    }

    /** The history has this very attempt already: it is read after its election. */
    @Test
    void thisAttemptDoesNotCount() {
        led(APPLICATION + 1, false);
        led(APPLICATION + 2, false);

        assertThat(judge(2, 2)).isEmpty();
    }

    /** It was down or away, or ZooKeeper was. */
    @Test
    void anAttemptThatNeverLedDoesNotCount() {
        led(APPLICATION + 1, false);

        assertThat(judge(4, 2)).isEmpty();
        assertThat(judge(1_000, 2)).isEmpty();
    }

    @Test
    void moreThanAreRememberedAreNotAskedFor() {
        for (int attempt = 1; attempt <= 20; attempt++) {
            led(APPLICATION + attempt, false);
        }
        assertThat(judge(20, 100)).isEmpty();
        assertThat(judge(21, 100)).isPresent();
    }

    @Test
    void whereNobodyCountsNothingEnds() {
        led(1, false);
        JobManagerSetup uncounted =
                new JobManagerSetup(
                        "cluster",
                        2,
                        2,
                        "localhost",
                        Configuration.of(Map.of()),
                        "file:///unused",
                        (thread, address) -> null,
                        Optional.empty());
        ProgressGuard guard = new ProgressGuard(uncounted);

        assertThat(guard.isNeeded()).isFalse();
        assertThat(guard.judge(history)).isEmpty();
    }

    @Test
    void aFirstAttemptHasNothingToBeJudgedBy() {
        assertThat(guard(1, 2).isNeeded()).isFalse();
        assertThat(guard(2, 2).isNeeded()).isTrue();
    }

    private void led(long attemptOrder, boolean progressed) {
        int number = history.size() + 1;
        history.add(
                new LeaderAttempt(
                        attemptOrder,
                        new LeaderEpoch(number),
                        START + 1_000L * number,
                        progressed));
    }

    private Optional<ClusterEnd> judge(int attempt, int allowed) {
        return guard(attempt, allowed).judge(history);
    }

    private static ProgressGuard guard(int attempt, int allowed) {
        return new ProgressGuard(
                new JobManagerSetup(
                        "application_7_5",
                        attempt,
                        APPLICATION + attempt,
                        "localhost",
                        Configuration.of(Map.of("high-availability.cluster-id", "/mine")),
                        "file:///unused",
                        (thread, address) -> null,
                        Optional.empty(),
                        Optional.of(new AttemptLimits(allowed, 100, 10_000)),
                        false));
    }
}
