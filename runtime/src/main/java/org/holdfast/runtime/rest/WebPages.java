package org.holdfast.runtime.rest;

import io.javalin.Javalin;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;

/** The web pages: a few files from the class path, and no others. */
final class WebPages {

    private WebPages() {}

    static void register(Javalin server) {
        server.get("/", context -> serve(context, "index.html", "text/html; charset=utf-8"));
        server.get(
                "/app.js", context -> serve(context, "app.js", "text/javascript; charset=utf-8"));
        server.get("/style.css", context -> serve(context, "style.css", "text/css; charset=utf-8"));
        server.get("/icon.svg", context -> serve(context, "icon.svg", "image/svg+xml"));
    }

    private static void serve(Context context, String file, String type) throws IOException {
        try (InputStream in = WebPages.class.getResourceAsStream("web/" + file)) {
            context.contentType(type).result(in.readAllBytes());
        }
    }
}
