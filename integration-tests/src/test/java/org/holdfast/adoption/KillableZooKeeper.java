package org.holdfast.adoption;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.holdfast.faults.ChildJvm;

/** One ZooKeeper server in a process of its own, which may be killed and started again. */
final class KillableZooKeeper implements AutoCloseable {

    private static final int TICK_MILLIS = 500;

    private final Path folder;
    private final int port;
    private ChildJvm process;

    /**
     * Starts it.
     *
     * @param port a free one
     */
    KillableZooKeeper(Path folder, int port) throws IOException {
        this.folder = folder;
        this.port = port;
        start();
    }

    /** Starts it with what the one before has left, and waits until it serves. */
    void start() throws IOException {
        Path data = Files.createDirectories(folder.resolve("data"));
        process =
                new ChildJvm(
                        folder,
                        ZooKeeperMain.class,
                        List.of(
                                data.toAbsolutePath().toString(),
                                Integer.toString(TICK_MILLIS),
                                Integer.toString(port)));
        process.await(ZooKeeperMain.SERVES);
    }

    /** Kills it with -9. */
    void kill() {
        process.close();
    }

    String connectString() {
        return "localhost:" + port;
    }

    @Override
    public void close() {
        process.close();
    }
}
