package org.holdfast.client.deploy;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.yarn.api.records.QueueInfo;
import org.apache.hadoop.yarn.api.records.Resource;
import org.apache.hadoop.yarn.util.Records;
import org.holdfast.runtime.config.Configuration;
import org.junit.jupiter.api.Test;

class ResourceCheckTest {

    private static final Resource LARGEST = Resource.newInstance(4096, 2);
    private static final List<QueueInfo> QUEUES = queues("default", "batch");

    @Test
    void acceptsWhatYarnCanGrant() {
        ResourceCheck check =
                check(
                        Map.of(
                                "taskmanager.memory.process.size", "4g",
                                "taskmanager.numberOfTaskSlots", "2",
                                "yarn.application.queue", "root.batch"));

        assertThatCode(
                        () -> {
                            check.requireFits(LARGEST);
                            check.requireQueue(QUEUES);
                            check.requireNodes(1);
                        })
                .doesNotThrowAnyException();
    }

    @Test
    void refusesMoreMemoryThanAContainerCanHave() {
        assertThatThrownBy(
                        () ->
                                check(Map.of("taskmanager.memory.process.size", "4097m"))
                                        .requireFits(LARGEST))
                .hasMessageStartingWith(
                        "taskmanager.memory.process.size is 4097mb, but on this YARN a container"
                                + " can have at most 4096mb.");
        assertThatThrownBy(
                        () ->
                                check(Map.of("jobmanager.memory.process.size", "8g"))
                                        .requireFits(LARGEST))
                .hasMessageStartingWith("jobmanager.memory.process.size is 8192mb");
    }

    @Test
    void refusesMoreCoresThanAContainerCanHave() {
        assertThatThrownBy(
                        () ->
                                check(Map.of("taskmanager.numberOfTaskSlots", "3"))
                                        .requireFits(LARGEST))
                .hasMessageContaining("3 virtual cores")
                .hasMessageContaining("at most 2");
    }

    @Test
    void namesTheQueuesThereAre() {
        assertThatThrownBy(
                        () -> check(Map.of("yarn.application.queue", "bacth")).requireQueue(QUEUES))
                .hasMessage(
                        "Queue 'bacth' does not exist in YARN (available: batch, default). Did you"
                                + " mean 'batch'?");
    }

    @Test
    void refusesAYarnWithoutNodes() {
        assertThatThrownBy(() -> check(Map.of()).requireNodes(0))
                .hasMessageStartingWith("YARN has no running NodeManager.");
    }

    private static ResourceCheck check(Map<String, String> configuration) {
        return new ResourceCheck(Configuration.of(configuration));
    }

    private static List<QueueInfo> queues(String... names) {
        return Stream.of(names)
                .map(
                        name -> {
                            QueueInfo queue = Records.newRecord(QueueInfo.class);
                            queue.setQueueName(name);
                            queue.setQueuePath("root." + name);
                            return queue;
                        })
                .toList();
    }
}
