package org.holdfast.runtime.jobgraph;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * Where a job's code comes from and how to define the job with it.
 *
 * @param jarDigest SHA-256 of the job's jar, 64 lower-case hexadecimal digits
 * @param jobClass fully qualified name of the class that implements {@code Job}
 * @param arguments the job's arguments
 * @param defaultParallelism for operators that do not set their own, at least 1
 */
public record JobCode(
        String jarDigest, String jobClass, List<String> arguments, int defaultParallelism) {

    public JobCode {
        requireNonNull(jarDigest, "jarDigest");
        requireNonNull(jobClass, "jobClass");
        arguments = List.copyOf(arguments);
        if (!jarDigest.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException(
                    "jar digest: '" + jarDigest + "' (expected: 64 hexadecimal digits)");
        }
        if (defaultParallelism < 1) {
            throw new IllegalArgumentException(
                    "default parallelism: " + defaultParallelism + " (expected: >= 1)");
        }
    }
}
