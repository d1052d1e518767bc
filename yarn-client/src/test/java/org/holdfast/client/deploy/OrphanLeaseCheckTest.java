package org.holdfast.client.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.holdfast.runtime.config.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrphanLeaseCheckTest {

    private static final String NODE = "yarn.nm.liveness-monitor.expiry-interval-ms";
    private static final String OLD_NODE =
            "yarn.resourcemanager.nm.liveness-monitor.expiry-interval-ms";
    private static final String MASTER = "yarn.am.liveness-monitor.expiry-interval-ms";

    private final org.apache.hadoop.conf.Configuration hadoop =
            new org.apache.hadoop.conf.Configuration(false);

    private Optional<String> remark(String lease) {
        Configuration configuration =
                Configuration.of(
                        lease == null ? Map.of() : Map.of("taskmanager.orphan-lease", lease));
        return new OrphanLeaseCheck(configuration, hadoop).remark();
    }

    @Test
    void isQuietAboutTheDefaults() {
        assertThat(remark(null)).isEmpty();
    }

    @ParameterizedTest(name = "a lease of {0}")
    @CsvSource({"10 min, true", "601 s, false", "30 s, true", "1 h, false"})
    void comparesWithTenMinutesUnlessYarnSaysElse(String lease, boolean tooShort) {
        assertThat(remark(lease).isPresent()).isEqualTo(tooShort);
    }

    @Test
    void namesBothAndWhatToDo() {
        hadoop.set(NODE, "1200000");
        assertThat(remark(null))
                .contains(
                        "taskmanager.orphan-lease is 15 min, but YARN may take 20 min to notice"
                                + " that a node or an ApplicationMaster is gone ("
                                + NODE
                                + "): by then the TaskManagers have ended with their tasks. Set it"
                                + " to more than that.");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({NODE, OLD_NODE, MASTER})
    void goesByTheLongest(String key) {
        hadoop.set(key, "900001");
        assertThat(remark(null).orElseThrow()).contains("(" + key + ")");
        hadoop.set(key, "899999");
        assertThat(remark(null)).isEmpty();
    }

    @Test
    void aClusterThatIsQuickerAllowsLess() {
        hadoop.set(NODE, "60000");
        assertThat(remark("2 min")).as("its ApplicationMasters have 10 min").isPresent();
        hadoop.set(MASTER, "90s");
        assertThat(remark("2 min")).isEmpty();
        assertThat(remark("90 s").orElseThrow()).contains("(" + MASTER + ")");
    }
}
