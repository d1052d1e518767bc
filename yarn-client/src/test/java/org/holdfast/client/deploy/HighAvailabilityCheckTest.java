package org.holdfast.client.deploy;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.holdfast.runtime.config.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HighAvailabilityCheckTest {

    private static final String DIRECTORY = "high-availability.storageDir";
    private static final String QUORUM = "high-availability.zookeeper.quorum";

    private final Map<String, String> settings =
            new HashMap<>(
                    Map.of(
                            "high-availability",
                            "zookeeper",
                            DIRECTORY,
                            "hdfs:///flink/recovery",
                            QUORUM,
                            "localhost:2181"));
    private final org.apache.hadoop.conf.Configuration hadoop =
            new org.apache.hadoop.conf.Configuration(false);

    @Test
    void acceptsTheExample() {
        assertThatCode(this::check).doesNotThrowAnyException();
    }

    @Test
    void looksAtNothingWithoutHighAvailability() {
        settings.put("high-availability", "NONE");
        settings.put(DIRECTORY, "file:///tmp");
        settings.remove(QUORUM);
        assertThatCode(this::check).doesNotThrowAnyException();
    }

    @Test
    void namesTheKeyThatIsMissing() {
        settings.remove(QUORUM);
        refused().hasMessageContaining(QUORUM + " is not set");
        settings.remove(DIRECTORY);
        refused().hasMessageContaining(DIRECTORY + " is not set");
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:///var/flink", "file:/var/flink", "/var/flink", "flink"})
    void refusesADirectoryThatOneMachineHas(String directory) {
        hadoop.set("fs.defaultFS", "file:///");
        settings.put(DIRECTORY, directory);
        refused().hasMessageContaining("is '" + directory + "', which is on one machine only");
    }

    @Test
    void takesAPathWithoutASchemeForOneOfTheCluster() {
        hadoop.set("fs.defaultFS", "hdfs://nn:8020");
        settings.put(DIRECTORY, "/flink/recovery");
        assertThatCode(this::check).doesNotThrowAnyException();
    }

    @Test
    void refusesWhatIsNoPath() {
        settings.put(DIRECTORY, ":");
        refused().hasMessageContaining("'" + settings.get(DIRECTORY) + "' is no path");
    }

    @Test
    void refusesAFactoryClassThatThereIsNot() {
        settings.put("high-availability", "com.example.Missing");
        refused().hasMessageContaining("com.example.Missing");
    }

    private AbstractThrowableAssert<?, ? extends Throwable> refused() {
        return assertThatThrownBy(this::check).isInstanceOf(DeploymentException.class);
    }

    private void check() throws DeploymentException {
        new HighAvailabilityCheck(Configuration.of(settings), hadoop).require();
    }
}
