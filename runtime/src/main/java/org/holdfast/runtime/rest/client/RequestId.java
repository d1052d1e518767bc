package org.holdfast.runtime.rest.client;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Names a request whose work outlasts its answer. The client makes it up, so that the request may
 * be sent twice and its work is still done once.
 *
 * @param hex 32 lower-case hexadecimal digits
 */
public record RequestId(@JsonValue String hex) {

    private static final Pattern FORM = Pattern.compile("[0-9a-f]{32}");

    @JsonCreator
    public RequestId {
        if (hex == null || !FORM.matcher(hex).matches()) {
            throw new IllegalArgumentException(
                    "request id: '" + hex + "' (expected: 32 hexadecimal digits in lower case)");
        }
    }

    /** A new id, unlike any other. */
    public static RequestId random() {
        return new RequestId(UUID.randomUUID().toString().replace("-", ""));
    }

    @Override
    public String toString() {
        return hex;
    }
}
