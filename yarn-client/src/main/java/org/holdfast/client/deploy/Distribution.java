package org.holdfast.client.deploy;

import static java.util.Objects.requireNonNull;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Map;
import java.util.Optional;
import org.holdfast.client.deploy.DeploymentException.Kind;

/**
 * The release on this machine.
 *
 * @param lib folder of the jars that containers get
 * @param loggingFile configures logging in containers
 */
record Distribution(Path lib, Path loggingFile) {

    Distribution {
        requireNonNull(lib, "lib");
        requireNonNull(loggingFile, "loggingFile");
    }

    /**
     * Finds it.
     *
     * @param distJar value of {@code yarn.flink-dist-jar}, a folder or a jar in it
     * @param environment variables of this process: {@code HOLDFAST_LIB_DIR}, {@code
     *     HOLDFAST_CONF_DIR}, as the scripts set them
     */
    static Distribution find(Optional<String> distJar, Map<String, String> environment)
            throws DeploymentException {
        Path lib = findLib(distJar, environment);
        Path conf =
                Path.of(
                        environment.getOrDefault(
                                "HOLDFAST_CONF_DIR", lib.resolveSibling("conf").toString()));
        Path loggingFile = conf.resolve("log4j.properties");
        if (!Files.isReadable(loggingFile)) {
            throw new DeploymentException(
                    Kind.INVALID,
                    "There is no "
                            + loggingFile
                            + ", which containers need. Set HOLDFAST_CONF_DIR to the conf folder.");
        }
        return new Distribution(lib, loggingFile);
    }

    private static Path findLib(Optional<String> distJar, Map<String, String> environment)
            throws DeploymentException {
        if (distJar.isPresent()) {
            Path given = Path.of(distJar.get()).toAbsolutePath();
            if (Files.isDirectory(given)) {
                return given;
            }
            if (Files.isRegularFile(given)) {
                return given.getParent();
            }
            throw new DeploymentException(
                    Kind.INVALID,
                    "yarn.flink-dist-jar: '"
                            + distJar.get()
                            + "' is neither a folder nor a jar (expected: the lib folder of a"
                            + " Holdfast distribution)");
        }
        if (environment.containsKey("HOLDFAST_LIB_DIR")) {
            return Path.of(environment.get("HOLDFAST_LIB_DIR")).toAbsolutePath();
        }
        return ownFolder();
    }

    /** The folder of the jar this class is in. */
    private static Path ownFolder() throws DeploymentException {
        CodeSource source = Distribution.class.getProtectionDomain().getCodeSource();
        try {
            Path own = Path.of(source.getLocation().toURI());
            if (Files.isRegularFile(own)) {
                return own.getParent();
            }
            throw new DeploymentException(
                    Kind.INVALID,
                    "The client does not run from a distribution but from "
                            + own
                            + ". Set yarn.flink-dist-jar to the lib folder of one.");
        } catch (URISyntaxException e) {
            throw new IllegalStateException("Not a path: " + source.getLocation(), e);
        }
    }
}
