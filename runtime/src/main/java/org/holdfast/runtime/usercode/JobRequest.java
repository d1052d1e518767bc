package org.holdfast.runtime.usercode;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A job as a user asks for it.
 *
 * @param jar file with the job's code
 * @param jobClass fully qualified name of the job's class; empty to find it in the jar
 * @param arguments {@code --name value} pairs
 * @param parallelism for operators that do not set their own
 * @param settings the job's own configuration, by key
 */
public record JobRequest(
        Path jar,
        String jobClass,
        List<String> arguments,
        int parallelism,
        Map<String, String> settings) {

    public JobRequest {
        requireNonNull(jar, "jar");
        requireNonNull(jobClass, "jobClass");
        arguments = List.copyOf(arguments);
        settings = Map.copyOf(settings);
    }
}
