package org.holdfast.runtime.rest;

import io.javalin.Javalin;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import java.net.URI;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * What holds for every request: no page of another site may act here, and no page may be abused.
 */
final class RequestGuard {

    private static final Set<HandlerType> READING =
            EnumSet.of(HandlerType.GET, HandlerType.HEAD, HandlerType.OPTIONS);

    private RequestGuard() {}

    static void register(Javalin server) {
        server.before(
                context -> {
                    addHeaders(context);
                    refuseOtherSites(context);
                });
    }

    private static void addHeaders(Context context) {
        context.header(
                "Content-Security-Policy",
                "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
                        + " img-src 'self'; base-uri 'none'; form-action 'none';"
                        + " frame-ancestors 'self'");
        context.header("X-Content-Type-Options", "nosniff");
        context.header("Referrer-Policy", "no-referrer");
        context.header("Cache-Control", "no-store");
    }

    /**
     * A browser names the site whose page sends a request that changes something. Only a page that
     * came from here may.
     */
    private static void refuseOtherSites(Context context) {
        String origin = context.header("Origin");
        if (origin != null && !READING.contains(context.method()) && !isHere(origin, context)) {
            throw new HttpResponseException(
                    403,
                    "Requests that change something are not taken from pages of another site.");
        }
    }

    private static boolean isHere(String origin, Context context) {
        String host = context.header("Host");
        try {
            return host != null
                    && host.toLowerCase(Locale.ROOT).equals(URI.create(origin).getRawAuthority());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /**
     * Does nothing if the body is of one of {@code types}.
     *
     * @throws HttpResponseException 415
     */
    static void requireContentType(Context context, String... types) {
        String header = context.contentType();
        String type =
                header == null ? "" : header.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (!Set.of(types).contains(type)) {
            throw new HttpResponseException(
                    415,
                    "Content-Type '"
                            + type
                            + "' is not understood (expected: "
                            + String.join(" or ", types)
                            + ").");
        }
    }
}
