package org.holdfast.runtime.task;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.holdfast.runtime.network.DataPlane;
import org.holdfast.runtime.network.NettyDataPlane;
import org.holdfast.runtime.network.NetworkSettings;

/** The data plane that TaskManagers use, with little memory, so that back-pressure comes soon. */
public final class TestDataPlane {

    private static final NetworkSettings SETTINGS =
            new NetworkSettings(
                    0, 8L << 20, 2, 4, 1 << 20, Duration.ofSeconds(20), Duration.ofSeconds(20));

    private TestDataPlane() {}

    /** Opens one; whoever uses it closes it. */
    public static DataPlane open() {
        try {
            return new NettyDataPlane("localhost", SETTINGS, "test");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
