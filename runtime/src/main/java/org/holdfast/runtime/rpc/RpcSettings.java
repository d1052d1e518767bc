package org.holdfast.runtime.rpc;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import org.holdfast.runtime.config.AkkaOptions;
import org.holdfast.runtime.config.ClusterOptions;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.highavailability.HighAvailability;

/**
 * Bounds of the control plane.
 *
 * @param askTimeout how long an answer is waited for
 * @param connectTimeout how long a connection may take to be set up
 * @param maxMessageBytes largest message
 * @param watchInterval how often DeathWatch asks for a sign of life
 * @param watchPause silence DeathWatch forgives
 * @param watchThreshold of DeathWatch's failure detector
 * @param exitOnFatalError whether an error of the JVM ends the process
 * @param firstRetry pause after the first try to register; doubled with every try
 * @param longestRetry longest pause between two tries
 * @param leadersArePublished whether a TaskManager knows the epoch of the JobManager it means to
 *     register with, because that is published with the address
 */
public record RpcSettings(
        Duration askTimeout,
        Duration connectTimeout,
        int maxMessageBytes,
        Duration watchInterval,
        Duration watchPause,
        double watchThreshold,
        boolean exitOnFatalError,
        Duration firstRetry,
        Duration longestRetry,
        boolean leadersArePublished) {

    public RpcSettings {
        requireNonNull(askTimeout, "askTimeout");
        requireNonNull(connectTimeout, "connectTimeout");
        requireNonNull(watchInterval, "watchInterval");
        requireNonNull(watchPause, "watchPause");
        requireNonNull(firstRetry, "firstRetry");
        requireNonNull(longestRetry, "longestRetry");
    }

    /** What a configuration says. */
    public static RpcSettings from(Configuration configuration) {
        return new RpcSettings(
                configuration.get(AkkaOptions.ASK_TIMEOUT),
                configuration.get(AkkaOptions.TCP_TIMEOUT),
                Math.toIntExact(configuration.get(AkkaOptions.FRAMESIZE).bytes()),
                configuration.get(AkkaOptions.WATCH_HEARTBEAT_INTERVAL),
                configuration.get(AkkaOptions.WATCH_HEARTBEAT_PAUSE),
                configuration.get(AkkaOptions.WATCH_THRESHOLD),
                configuration.get(AkkaOptions.JVM_EXIT_ON_FATAL_ERROR),
                configuration.get(ClusterOptions.REGISTRATION_INITIAL_TIMEOUT),
                configuration.get(ClusterOptions.REGISTRATION_MAX_TIMEOUT),
                HighAvailability.isOn(configuration));
    }
}
