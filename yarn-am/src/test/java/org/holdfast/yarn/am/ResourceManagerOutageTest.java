package org.holdfast.yarn.am;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.security.token.SecretManager.InvalidToken;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.exceptions.ApplicationAttemptNotFoundException;
import org.apache.hadoop.yarn.exceptions.InvalidApplicationMasterRequestException;
import org.junit.jupiter.api.Test;

class ResourceManagerOutageTest {

    private static final IOException AWAY = new ConnectException("refused");

    private long nanos;

    @Test
    void asksAgainWithGrowingPausesUntilItsPatienceIsOver() {
        ResourceManagerOutage outage = outage(Duration.ofSeconds(10));
        assertThat(outage.onFailure(AWAY)).contains(Duration.ofMillis(250));
        assertThat(outage.onFailure(AWAY)).contains(Duration.ofMillis(500));
        assertThat(outage.onFailure(AWAY)).contains(Duration.ofMillis(1000));
        assertThat(outage.onFailure(AWAY)).contains(Duration.ofMillis(2000));
        assertThat(outage.onFailure(AWAY)).contains(Duration.ofMillis(2000));

        pass(Duration.ofMillis(9_999));
        assertThat(outage.onFailure(AWAY)).isPresent();
        pass(Duration.ofMillis(1));
        assertThat(outage.onFailure(AWAY)).isEmpty();
    }

    @Test
    void anAnswerEndsTheOutage() {
        ResourceManagerOutage outage = outage(Duration.ofSeconds(10));
        outage.onFailure(AWAY);
        pass(Duration.ofSeconds(9));
        outage.onAnswer();

        pass(Duration.ofSeconds(9));
        assertThat(outage.onFailure(AWAY)).contains(Duration.ofMillis(250));
        pass(Duration.ofSeconds(9));
        assertThat(outage.onFailure(AWAY)).isPresent();
    }

    @Test
    void minusOneMeansForEver() {
        YarnConfiguration hadoop = new YarnConfiguration();
        hadoop.setLong(YarnConfiguration.RESOURCEMANAGER_CONNECT_MAX_WAIT_MS, -1);
        ResourceManagerOutage outage = ResourceManagerOutage.bounded(hadoop);
        for (int i = 0; i < 1000; i++) {
            assertThat(outage.onFailure(AWAY)).isPresent();
        }
    }

    @Test
    void persistsThroughAnOutage() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        String answer =
                outage(Duration.ofMinutes(1))
                        .persistently(
                                () -> {
                                    if (tries.incrementAndGet() < 3) {
                                        throw AWAY;
                                    }
                                    return "registered";
                                });
        assertThat(answer).isEqualTo("registered");
        assertThat(tries).hasValue(3);
    }

    @Test
    void doesNotAskAgainWhenTheAnswerIsNo() {
        AtomicInteger tries = new AtomicInteger();
        assertThatThrownBy(
                        () ->
                                outage(Duration.ofMinutes(1))
                                        .persistently(
                                                () -> {
                                                    tries.incrementAndGet();
                                                    throw new InvalidApplicationMasterRequestException(
                                                            "registered already");
                                                }))
                .hasMessage("registered already");
        assertThat(tries).hasValue(1);
    }

    @Test
    void knowsWhatAForgottenAttemptIsTold() {
        assertThat(
                        ResourceManagerOutage.isForgotten(
                                new ApplicationAttemptNotFoundException("no such attempt")))
                .isTrue();
        assertThat(
                        ResourceManagerOutage.isForgotten(
                                new IOException("call failed", new InvalidToken("old"))))
                .isTrue();
        assertThat(ResourceManagerOutage.isForgotten(AWAY)).isFalse();
    }

    private ResourceManagerOutage outage(Duration patience) {
        return new ResourceManagerOutage(Optional.of(patience), () -> nanos);
    }

    private void pass(Duration time) {
        nanos += time.toNanos();
    }
}
