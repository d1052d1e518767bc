package org.holdfast.runtime.rest;

import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The body of a request, up to a bound; a longer one is a 413, announced or not. */
final class RequestBody extends FilterInputStream {

    private final long maxBytes;
    private long left;

    private RequestBody(InputStream in, long maxBytes) {
        super(in);
        this.maxBytes = maxBytes;
        this.left = maxBytes;
    }

    static InputStream stream(Context context, long maxBytes) {
        if (context.req().getContentLengthLong() > maxBytes) {
            throw tooLong(maxBytes);
        }
        return new RequestBody(context.bodyInputStream(), maxBytes);
    }

    static byte[] bytes(Context context, int maxBytes) throws IOException {
        return stream(context, maxBytes).readAllBytes();
    }

    @Override
    public int read() throws IOException {
        int value = in.read();
        count(value < 0 ? 0 : 1);
        return value;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int count = in.read(bytes, offset, length);
        count(Math.max(0, count));
        return count;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private void count(int bytes) {
        left -= bytes;
        if (left < 0) {
            throw tooLong(maxBytes);
        }
    }

    private static HttpResponseException tooLong(long maxBytes) {
        return new HttpResponseException(
                413, "The body is longer than " + maxBytes + " bytes, which is all that is taken.");
    }
}
