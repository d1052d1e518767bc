package org.holdfast.yarn.am;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.yarn.api.records.Container;
import org.apache.hadoop.yarn.api.records.ContainerId;
import org.apache.hadoop.yarn.api.records.ContainerStatus;
import org.apache.hadoop.yarn.api.records.FinalApplicationStatus;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.exceptions.ApplicationAttemptNotFoundException;
import org.apache.hadoop.yarn.exceptions.YarnException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ResourceManagerLinkTest {

    private static final ContainerId CONTAINER =
            ContainerId.fromString("container_1700000000000_0001_01_000002");

    private final FakeResourceManager yarn = new FakeResourceManager();
    private final YarnConfiguration hadoop = new YarnConfiguration();
    private final Heard heard = new Heard();
    private ResourceManagerLink link;

    @AfterEach
    void close() {
        link.close();
    }

    @Test
    void goesOnAfterAnOutage() throws Exception {
        yarn.answer(
                () -> {
                    throw new ConnectException("refused");
                },
                () -> {
                    throw new YarnException("not yet");
                },
                () -> FakeResourceManager.late(CONTAINER));

        register();

        assertThat(heard.next()).isEqualTo("recovered " + CONTAINER);
        assertThat(yarn.heartbeats()).isEqualTo(3);
    }

    @Test
    void givesUpWhenTheOutageLastsTooLong() throws Exception {
        hadoop.setLong(YarnConfiguration.RESOURCEMANAGER_CONNECT_MAX_WAIT_MS, 0);
        yarn.answer(
                () -> {
                    throw new ConnectException("refused");
                });

        register();

        assertThat(heard.next()).isEqualTo("lost: refused");
    }

    @Test
    void doesNotAskAgainOnceItsAttemptIsForgotten() throws Exception {
        yarn.answer(
                () -> {
                    throw new ApplicationAttemptNotFoundException("attempt 1 is over");
                });

        register();

        assertThat(heard.next()).isEqualTo("forgotten: attempt 1 is over");
        link.request(List.of());
        link.unregister(FinalApplicationStatus.FAILED, "comes after the request");
        assertThat(yarn.heartbeats()).isEqualTo(1);
    }

    private void register() throws Exception {
        link = new ResourceManagerLink(yarn, hadoop, Duration.ofMinutes(1), Duration.ofMinutes(1));
        link.register("host", 1, URI.create("http://host:1"), heard);
    }

    private static final class Heard implements ResourceManagerListener {

        private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

        String next() throws InterruptedException {
            String event = events.poll(30, TimeUnit.SECONDS);
            assertThat(event).as("nothing was heard within 30 s").isNotNull();
            return event;
        }

        @Override
        public void onRecovered(List<Container> containers) {
            containers.forEach(container -> events.add("recovered " + container.getId()));
        }

        @Override
        public void onAllocated(List<Container> containers) {
            events.add("allocated " + containers);
        }

        @Override
        public void onCompleted(List<ContainerStatus> containers) {
            events.add("completed " + containers);
        }

        @Override
        public void onClusterNodes(int number) {}

        @Override
        public void onRefused(String reason) {
            events.add("refused: " + reason);
        }

        @Override
        public void onLost(Exception cause) {
            events.add("lost: " + cause.getMessage());
        }

        @Override
        public void onForgotten(Exception cause) {
            events.add("forgotten: " + cause.getMessage());
        }
    }
}
