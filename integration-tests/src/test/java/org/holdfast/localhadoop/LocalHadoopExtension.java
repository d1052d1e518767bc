package org.holdfast.localhadoop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.util.ShutdownHookManager;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests the one {@link LocalHadoop} that all test classes of this JVM share, as a parameter.
 *
 * <p>It starts with the first test that asks and stops with the JVM. Tests leave it as they found
 * it: they end their applications and write below folders of their own.
 */
public final class LocalHadoopExtension implements ParameterResolver {
    private static final Path FOLDER = Path.of("target", "local-hadoop");

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        return parameter.getParameter().getType() == LocalHadoop.class;
    }

    @Override
    public LocalHadoop resolveParameter(ParameterContext parameter, ExtensionContext test) {
        return Shared.CLUSTER;
    }

    /** Loaded, and so started, when first asked for. */
    private static final class Shared {
        static final LocalHadoop CLUSTER = start();

        private static LocalHadoop start() {
            try {
                LocalHadoop cluster =
                        LocalHadoop.start(
                                LocalHadoopOptions.in(FOLDER)
                                        .withHeartbeat(Duration.ofMillis(100))
                                        .withZooKeeperTick(Duration.ofMillis(500))
                                        .withResourceManagerRecovery(freePort()));
                ShutdownHookManager.get()
                        .addShutdownHook(() -> stop(cluster), 100, 20, TimeUnit.SECONDS);
                return cluster;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static int freePort() throws IOException {
            try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                return probe.getLocalPort();
            }
        }

        private static void stop(LocalHadoop cluster) {
            try {
                cluster.stopContainers();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
