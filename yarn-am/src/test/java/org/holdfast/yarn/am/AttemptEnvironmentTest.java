package org.holdfast.yarn.am;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.yarn.api.records.ApplicationAttemptId;
import org.holdfast.runtime.process.AttemptLimits;
import org.holdfast.yarn.launch.Shipment;
import org.junit.jupiter.api.Test;

class AttemptEnvironmentTest {

    private static final Shipment SHIPMENT =
            new Shipment(
                    URI.create("hdfs://nn/staging"),
                    new AttemptLimits(10, 10, -1),
                    List.of(),
                    List.of());

    @Test
    void laterAttemptsAndLaterApplicationsComeLater() {
        assertThat(
                        Stream.of(
                                        "appattempt_1795260203173_0001_000001",
                                        "appattempt_1795260203173_0001_000002",
                                        "appattempt_1795260203173_0001_000010",
                                        "appattempt_1795260203173_0002_000001",
                                        "appattempt_1795260203173_12345_000001",
                                        "appattempt_1795260999999_0001_000001",
                                        "appattempt_3400000000000_0001_000001")
                                .map(AttemptEnvironmentTest::order))
                .isSorted()
                .doesNotHaveDuplicates()
                .allMatch(order -> order > 0 && order < 1_000_000_000_000_000_000L);
    }

    private static long order(String attempt) {
        return new AttemptEnvironment(
                        ApplicationAttemptId.fromString(attempt), "host", "host:1", SHIPMENT)
                .attemptOrder();
    }
}
