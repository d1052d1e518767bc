package org.holdfast.ha.zookeeper;

import java.io.IOException;
import org.holdfast.ha.leader.CoordinationStore;
import org.holdfast.ha.leader.CoordinationStoreContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class ZooKeeperCoordinationStoreTest extends CoordinationStoreContract {

    private ZooKeeperUnderTest zooKeeper;

    @BeforeEach
    void start() throws Exception {
        zooKeeper = new ZooKeeperUnderTest();
    }

    @AfterEach
    void stop() throws Exception {
        zooKeeper.close();
    }

    @Override
    protected CoordinationStore connect() throws IOException {
        return zooKeeper.connect();
    }
}
