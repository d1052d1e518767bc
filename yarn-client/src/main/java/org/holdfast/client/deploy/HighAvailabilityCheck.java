package org.holdfast.client.deploy;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.util.Optional;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.holdfast.client.deploy.DeploymentException.Kind;
import org.holdfast.runtime.config.ConfigOption;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.config.HighAvailabilityOptions;
import org.holdfast.runtime.config.InvalidConfigurationException;
import org.holdfast.runtime.highavailability.HighAvailability;

/**
 * Refuses high availability that could not be kept: an attempt that notices it would fail, and so
 * would all the others.
 */
final class HighAvailabilityCheck {

    private final Configuration configuration;
    private final org.apache.hadoop.conf.Configuration hadoop;

    /**
     * @param hadoop names the file system of paths that name none
     */
    HighAvailabilityCheck(
            Configuration configuration, org.apache.hadoop.conf.Configuration hadoop) {
        this.configuration = requireNonNull(configuration, "configuration");
        this.hadoop = requireNonNull(hadoop, "hadoop");
    }

    /** Does nothing without high availability. Asks no server. */
    void require() throws DeploymentException {
        if (!HighAvailability.isOn(configuration)) {
            return;
        }
        requireShared(required(HighAvailabilityOptions.STORAGE_DIR));
        try {
            // opens nothing; says what its settings lack
            HighAvailability.services(configuration, "unused");
        } catch (InvalidConfigurationException e) {
            throw new DeploymentException(Kind.INVALID, e.getMessage(), e);
        }
    }

    private String required(ConfigOption<String> option) throws DeploymentException {
        Optional<String> value = configuration.find(option);
        if (value.isEmpty()) {
            throw new DeploymentException(
                    Kind.INVALID,
                    option
                            + " is not set, but high availability ("
                            + HighAvailabilityOptions.MODE
                            + ": "
                            + configuration.get(HighAvailabilityOptions.MODE)
                            + ") needs a directory for the JobManager's metadata. Set it to one on"
                            + " the cluster's file system, such as hdfs:///flink/recovery.");
        }
        return value.get();
    }

    private void requireShared(String directory) throws DeploymentException {
        String scheme;
        try {
            URI uri = new Path(directory).toUri();
            scheme = uri.getScheme() == null ? defaultScheme() : uri.getScheme();
        } catch (IllegalArgumentException e) {
            throw new DeploymentException(
                    Kind.INVALID,
                    HighAvailabilityOptions.STORAGE_DIR
                            + ": '"
                            + directory
                            + "' is no path ("
                            + e.getMessage()
                            + "). Set it to a directory such as hdfs:///flink/recovery.",
                    e);
        }
        if (scheme.equals("file")) {
            throw new DeploymentException(
                    Kind.INVALID,
                    HighAvailabilityOptions.STORAGE_DIR
                            + " is '"
                            + directory
                            + "', which is on one machine only; the next ApplicationMaster may run"
                            + " on another and would find nothing. Set it to a directory on the"
                            + " cluster's file system, such as hdfs:///flink/recovery.");
        }
    }

    private String defaultScheme() {
        return FileSystem.getDefaultUri(hadoop).getScheme();
    }
}
