package org.holdfast.ha.leader;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;

/** One step of a {@link Transaction}. */
public sealed interface Change {

    /** The longest value, in bytes of UTF-8. Values name files; content belongs into these. */
    int MAX_VALUE_BYTES = 1024;

    CoordinationPath path();

    /** A value where there is none. */
    record Create(CoordinationPath path, String value) implements Change {

        public Create {
            requireNonNull(path, "path");
            requireShort(path, value);
        }
    }

    /** Another value where there is one. */
    record Replace(CoordinationPath path, String value) implements Change {

        public Replace {
            requireNonNull(path, "path");
            requireShort(path, value);
        }
    }

    /** No value where there is one. */
    record Delete(CoordinationPath path) implements Change {

        public Delete {
            requireNonNull(path, "path");
        }
    }

    private static void requireShort(CoordinationPath path, String value) {
        int bytes = value.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_VALUE_BYTES) {
            throw new IllegalArgumentException(
                    "value of "
                            + path
                            + ": "
                            + bytes
                            + " bytes (expected: at most "
                            + MAX_VALUE_BYTES
                            + ")");
        }
    }
}
