package org.holdfast.runtime.taskmanager;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * Names a TaskManager process; on YARN its container's id.
 *
 * @param text 1 to 128 letters, digits, {@code _}, {@code -}, {@code .}
 */
public record TaskManagerId(@JsonValue String text) {

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_.-]{1,128}");

    @JsonCreator
    public TaskManagerId {
        if (text == null || !FORM.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "TaskManager id: '"
                            + text
                            + "' (expected: 1 to 128 letters, digits, '_', '-', '.')");
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
