package org.holdfast.runtime.rest;

import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.util.function.Function;
import org.holdfast.runtime.log.LogTail;

/** Reads the parts of a request's address; what cannot be read is a 400 that says what can. */
final class Parameters {

    private static final int DEFAULT_LOG_BYTES = 256 * 1024;

    private Parameters() {}

    /** The {@code {id}} of the path. */
    static <T> T id(Context context, Function<String, T> type) {
        return part(context, "id", type);
    }

    /** A named part of the path. */
    static <T> T part(Context context, String name, Function<String, T> type) {
        try {
            return type.apply(context.pathParam(name));
        } catch (IllegalArgumentException e) {
            throw new HttpResponseException(400, e.getMessage());
        }
    }

    /** {@code ?bytes=N}, how much of a log is asked for. */
    static int logBytes(Context context) {
        String text = context.queryParam("bytes");
        if (text == null) {
            return DEFAULT_LOG_BYTES;
        }
        if (text.matches("[1-9]\\d{0,6}") && Integer.parseInt(text) <= LogTail.MAX_BYTES) {
            return Integer.parseInt(text);
        }
        throw new HttpResponseException(
                400, "bytes: '" + text + "' (expected: 1 to " + LogTail.MAX_BYTES + ")");
    }

    /** What to answer when nothing has the id that is asked for. */
    static HttpResponseException notFound(String what, Object id) {
        return new HttpResponseException(404, "There is no " + what + " " + id + ".");
    }
}
