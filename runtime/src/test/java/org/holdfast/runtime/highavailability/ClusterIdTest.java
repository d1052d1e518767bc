package org.holdfast.runtime.highavailability;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.holdfast.runtime.config.Configuration;
import org.junit.jupiter.api.Test;

class ClusterIdTest {

    private static final String APPLICATION = "application_1700000000000_0001";

    @Test
    void isTheApplicationsUnlessConfigured() {
        assertThat(HighAvailability.clusterId(Configuration.empty(), APPLICATION))
                .isEqualTo(APPLICATION);
        assertThat(HighAvailability.clusterId(configured("cluster_one"), APPLICATION))
                .isEqualTo("cluster_one");
    }

    @Test
    void isTheSameWithASlash() {
        assertThat(HighAvailability.clusterId(configured("/default_ns"), APPLICATION))
                .isEqualTo("default_ns");
    }

    private static Configuration configured(String id) {
        return Configuration.of(Map.of("high-availability.cluster-id", id));
    }
}
