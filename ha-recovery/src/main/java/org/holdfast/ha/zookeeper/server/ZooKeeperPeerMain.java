package org.holdfast.ha.zookeeper.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.zookeeper.util.ServiceUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The main class of a server of the bundled ZooKeeper: {@code ZOO_CFG ID}.
 *
 * <p>Runs until it is killed; what it has acknowledged is on disk by then. Unless {@code dataDir}
 * says otherwise its data is in {@code zookeeper-data/ID}, in the folder that the environment
 * variable {@code HOLDFAST_HOME} names, else in the folder above the one of the file. When it
 * serves, it makes the file that the system property {@code holdfast.started.file} names.
 *
 * <p>Exit codes: 1 if it could not start; 2 if it could not go on.
 */
public final class ZooKeeperPeerMain {

    private static final Logger log = LoggerFactory.getLogger(ZooKeeperPeerMain.class);
    private static final int NOT_STARTED = 1;
    private static final int FATAL = 2;
    private static final String DATA_DIRECTORIES = "zookeeper-data";

    private ZooKeeperPeerMain() {}

    /** Runs a server until it ends. */
    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments)));
    }

    private static int run(List<String> arguments) {
        // where ZooKeeper gives up it ends the process, with codes of its own
        ServiceUtils.setSystemExitProcedure(
                code -> halt("ZooKeeper gave up with its code " + code));
        try {
            server(arguments).run();
            log.error("The ZooKeeper server has stopped by itself; the log says why.");
            return FATAL;
        } catch (InvalidZooCfgException e) {
            log.error("The ZooKeeper server cannot start: {}", e.getMessage());
            return NOT_STARTED;
        } catch (IOException | RuntimeException | LinkageError e) {
            // a class that is missing would leave a process that does not serve
            log.error("The ZooKeeper server cannot start: {}", e.getMessage(), e);
            return NOT_STARTED;
        }
    }

    private static PeerServer server(List<String> arguments)
            throws IOException, InvalidZooCfgException {
        OptionalInt id =
                arguments.size() == 2 ? ServerLine.parseId(arguments.get(1)) : OptionalInt.empty();
        if (id.isEmpty()) {
            throw new InvalidZooCfgException(
                    "arguments %s (expected: ZOO_CFG ID, an id from 0 to %d)"
                            .formatted(arguments, ServerLine.HIGHEST_ID));
        }
        Path file = Path.of(arguments.get(0));
        ZooCfg cfg = ZooCfg.read(file);
        ServerLines servers = ServerLines.of(cfg, Ports::isThisMachine);
        PeerSettings settings =
                PeerSettings.of(cfg, servers, id.getAsInt(), home(file).resolve(DATA_DIRECTORIES));
        Ports.requireFree(cfg, settings);
        DataDirectory.claim(settings.dataDirectory(), settings.server());
        return new PeerServer(cfg, settings, () -> tellStarted(settings));
    }

    private static Path home(Path file) throws IOException {
        Optional<Path> home =
                Optional.ofNullable(System.getenv("HOLDFAST_HOME"))
                        .filter(text -> !text.isBlank())
                        .map(text -> Path.of(text).toAbsolutePath());
        if (home.isPresent()) {
            return home.get();
        }
        Path folder = file.toRealPath().getParent();
        return Optional.ofNullable(folder.getParent()).orElse(folder);
    }

    private static void tellStarted(PeerSettings settings) {
        log.info(
                "{} serves, {}; its data is in {}",
                settings.server().name(),
                settings.isQuorum() ? "one of a quorum" : "alone",
                settings.dataDirectory());
        String started = System.getProperty("holdfast.started.file");
        if (started != null) {
            try {
                Files.writeString(Path.of(started), "");
            } catch (IOException e) {
                log.warn("Nobody is told that the server runs: {} cannot be written", started, e);
            }
        }
    }

    private static void halt(String reason) {
        log.error("The ZooKeeper server cannot go on: {}", reason);
        Runtime.getRuntime().halt(FATAL);
    }
}
