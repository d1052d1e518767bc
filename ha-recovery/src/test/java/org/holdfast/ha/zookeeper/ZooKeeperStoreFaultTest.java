package org.holdfast.ha.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.holdfast.ha.leader.CoordinationStore;
import org.holdfast.ha.store.StoreFaultContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The faults of the typed stores, on a real server. */
class ZooKeeperStoreFaultTest extends StoreFaultContract {

    private static ZooKeeperUnderTest zooKeeper;
    private static ExecutorService closing;
    @TempDir private static Path folder;

    @BeforeAll
    static void start() throws Exception {
        zooKeeper = new ZooKeeperUnderTest();
        // a client takes 100 ms to close, and there are more than a thousand
        closing = Executors.newFixedThreadPool(16);
    }

    @AfterAll
    static void stop() throws Exception {
        closing.shutdown();
        assertThat(closing.awaitTermination(60, TimeUnit.SECONDS)).as("all closed").isTrue();
        zooKeeper.close();
    }

    @Override
    protected CoordinationStore connect(String cluster) throws IOException {
        return zooKeeper.connectTo(cluster);
    }

    @Override
    protected void close(CoordinationStore session) {
        closing.execute(session::close);
    }

    @Override
    protected String directory(String cluster) {
        return folder.resolve(cluster).toString();
    }
}
