package org.holdfast.runtime.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.Javalin;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.MethodNotAllowedResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.holdfast.runtime.dispatcher.JobRegistryException;
import org.holdfast.runtime.dispatcher.JobRejectedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every error as JSON: {@code {"error": "..."}}. */
final class RestErrors {

    private static final Logger log = LoggerFactory.getLogger(RestErrors.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private RestErrors() {}

    static void register(Javalin server) {
        server.exception(HttpResponseException.class, RestErrors::onRefused);
        server.exception(
                JobRejectedException.class,
                (rejected, context) ->
                        answer(context, HttpStatus.CONFLICT_409, rejected.getMessage()));
        server.exception(
                JobRegistryException.class,
                (failed, context) ->
                        answer(
                                context,
                                HttpStatus.SERVICE_UNAVAILABLE_503,
                                "What is stored cannot be reached: " + failed.getMessage() + "."));
        server.exception(
                TimeoutException.class,
                (timeout, context) ->
                        answer(
                                context,
                                HttpStatus.GATEWAY_TIMEOUT_504,
                                "The JobManager took too long to answer "
                                        + name(context)
                                        + ". Try again."));
        server.exception(Exception.class, RestErrors::onFailed);
    }

    private static void onRefused(HttpResponseException refused, Context context) {
        String message = refused.getMessage();
        if (refused instanceof MethodNotAllowedResponse) {
            String allowed = refused.getDetails().values().toString();
            message = name(context) + " is not possible (expected: " + allowed + ").";
        } else if (refused.getClass() != HttpResponseException.class) {
            message = "There is no " + name(context) + ". See GET /overview and GET /jobs.";
        }
        answer(context, refused.getStatus(), message);
    }

    private static void onFailed(Exception failure, Context context) {
        log.error("{} from {} failed", name(context), context.ip(), failure);
        answer(
                context,
                HttpStatus.INTERNAL_SERVER_ERROR_500,
                "The JobManager failed to answer "
                        + name(context)
                        + " ("
                        + failure
                        + "). Its log says more.");
    }

    private static void answer(Context context, int status, String message) {
        Replies.json(context, status, Map.of("error", message));
    }

    private static String name(Context context) {
        return context.method() + " " + context.path();
    }

    /** Requests that Jetty refuses before anybody else sees them. */
    static final class JettyErrors extends ErrorHandler {

        @Override
        public void handle(
                String target,
                Request request,
                HttpServletRequest servletRequest,
                HttpServletResponse response)
                throws IOException {
            request.setHandled(true);
            response.setContentType("application/json");
            response.getOutputStream()
                    .write(body(response.getStatus(), "The request cannot be read."));
        }

        @Override
        public ByteBuffer badMessageError(int status, String reason, HttpFields.Mutable fields) {
            fields.put(HttpHeader.CONTENT_TYPE, "application/json");
            return ByteBuffer.wrap(body(status, reason));
        }

        private static byte[] body(int status, String reason) {
            String text = reason == null ? HttpStatus.getMessage(status) : reason;
            try {
                return JSON.writeValueAsBytes(Map.of("error", text));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
