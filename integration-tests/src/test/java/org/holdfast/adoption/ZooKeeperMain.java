package org.holdfast.adoption;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.holdfast.localhadoop.LocalZooKeeper;

/** A ZooKeeper server that can be killed: a process of its own. */
public final class ZooKeeperMain {

    static final String SERVES = "serves";

    private ZooKeeperMain() {}

    /** {@code DATA_DIRECTORY TICK_MILLIS PORT}. */
    public static void main(String[] args) throws Exception {
        try (LocalZooKeeper server =
                new LocalZooKeeper(
                        Path.of(args[0]),
                        Duration.ofMillis(Long.parseLong(args[1])),
                        Integer.parseInt(args[2]))) {
            System.out.println(SERVES);
            new CountDownLatch(1).await();
        }
    }
}
