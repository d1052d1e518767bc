package org.holdfast.runtime.jobgraph;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Names a job.
 *
 * @param hex 32 lower-case hexadecimal digits
 */
public record JobId(@JsonValue String hex) implements Comparable<JobId> {

    private static final Pattern FORM = Pattern.compile("[0-9a-f]{32}");

    @JsonCreator
    public JobId {
        if (hex == null || !FORM.matcher(hex).matches()) {
            throw new IllegalArgumentException(
                    "job id: '" + hex + "' (expected: 32 hexadecimal digits in lower case)");
        }
    }

    /** A new id, unlike any other. */
    public static JobId random() {
        return new JobId(UUID.randomUUID().toString().replace("-", ""));
    }

    @Override
    public int compareTo(JobId other) {
        return hex.compareTo(other.hex);
    }

    @Override
    public String toString() {
        return hex;
    }
}
