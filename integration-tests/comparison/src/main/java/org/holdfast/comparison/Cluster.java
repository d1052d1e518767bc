package org.holdfast.comparison;

import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Where jobs run. */
final class Cluster {

    private Cluster() {}

    /**
     * A running cluster, with its own configuration for the jobs too: checkpoints are the client's
     * to ask for.
     *
     * @param configuration folder of its {@code config.yaml}
     * @param jar holds the job
     */
    static StreamExecutionEnvironment of(String configuration, String jar) {
        Configuration settings = GlobalConfiguration.loadConfiguration(configuration);
        return StreamExecutionEnvironment.createRemoteEnvironment(
                settings.get(RestOptions.ADDRESS), settings.get(RestOptions.PORT), settings, jar);
    }
}
