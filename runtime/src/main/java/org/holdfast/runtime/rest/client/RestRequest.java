package org.holdfast.runtime.rest.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What to send.
 *
 * @param path relative to the interface's root, without a leading slash
 * @param contentType of the body; empty if there is none
 * @param length of the body in bytes
 */
record RestRequest(String method, String path, String contentType, long length, Body body) {

    /** Opens the body, once for each try. */
    @FunctionalInterface
    interface Body {
        InputStream open() throws IOException;
    }

    static RestRequest of(String method, String path) {
        return new RestRequest(method, path, "", 0, InputStream::nullInputStream);
    }

    static RestRequest json(String method, String path, byte[] json) {
        return new RestRequest(
                method,
                path,
                "application/json",
                json.length,
                () -> new ByteArrayInputStream(json));
    }

    static RestRequest file(String method, String path, Path file) throws IOException {
        return new RestRequest(
                method,
                path,
                "application/java-archive",
                Files.size(file),
                () -> Files.newInputStream(file));
    }

    boolean hasBody() {
        return !contentType.isEmpty();
    }
}
