package org.holdfast.runtime.rest;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.javalin.http.HttpResponseException;
import java.io.IOException;
import java.util.TreeSet;
import org.holdfast.runtime.checkpoint.SavepointRequest;
import org.holdfast.runtime.checkpoint.SavepointRequest.Mode;
import org.holdfast.runtime.rest.client.RequestId;

/**
 * The bodies of requests for savepoints, with Flink's fields. What is not understood is refused:
 * somebody would rely on it.
 */
final class SavepointBodies {

    /** Enough for the longest path. */
    static final int MAX_BYTES = 16 * 1024;

    private static final int LONGEST_DIRECTORY = 4096;

    private static final ObjectMapper JSON =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                    .build();

    /** What is asked for, and under which id. */
    record Asked(SavepointRequest request, RequestId id) {}

    // what is left out is null
    private record Take(
            @JsonProperty("target-directory") String directory,
            @JsonProperty("cancel-job") Boolean cancelJob,
            @JsonProperty("triggerId") String id) {}

    private record Stop(
            @JsonProperty("targetDirectory") String directory,
            @JsonProperty("drain") Boolean drain,
            @JsonProperty("triggerId") String id) {}

    private record Restore(@JsonProperty("path") String path) {}

    private SavepointBodies() {}

    /** Of {@code POST /jobs/ID/savepoints}. */
    static Asked readTake(byte[] body) {
        Take take = read(body, Take.class);
        Mode mode = Boolean.TRUE.equals(take.cancelJob()) ? Mode.STOP : Mode.GO_ON;
        return asked("target-directory", take.directory(), mode, take.id());
    }

    /** Of {@code POST /jobs/ID/stop}. */
    static Asked readStop(byte[] body) {
        Stop stop = read(body, Stop.class);
        Mode mode = Boolean.TRUE.equals(stop.drain()) ? Mode.DRAIN : Mode.STOP;
        return asked("targetDirectory", stop.directory(), mode, stop.id());
    }

    /** Of {@code POST /jobs/ID/restore}: the path. */
    static String readRestore(byte[] body) {
        String path = directory("path", read(body, Restore.class).path());
        if (path.isEmpty()) {
            throw new HttpResponseException(
                    400, "path is missing (expected: that of a checkpoint or savepoint).");
        }
        return path;
    }

    private static Asked asked(String field, String directory, Mode mode, String id) {
        try {
            return new Asked(
                    new SavepointRequest(directory(field, directory), mode),
                    id == null ? RequestId.random() : new RequestId(id));
        } catch (IllegalArgumentException e) {
            throw new HttpResponseException(400, "triggerId: " + e.getMessage());
        }
    }

    private static String directory(String field, String directory) {
        if (directory == null) {
            return "";
        }
        if (directory.isBlank()
                || directory.length() > LONGEST_DIRECTORY
                || directory.chars().anyMatch(Character::isISOControl)) {
            throw new HttpResponseException(
                    400,
                    field
                            + ": it has "
                            + directory.length()
                            + " characters (expected: a directory of 1 to "
                            + LONGEST_DIRECTORY
                            + ", none of them a control character; left out, it is"
                            + " state.savepoints.dir)");
        }
        return directory;
    }

    private static <T> T read(byte[] body, Class<T> type) {
        try {
            T read = JSON.readValue(body, type);
            if (read == null) {
                throw new HttpResponseException(400, "The body is null (expected: an object).");
            }
            return read;
        } catch (UnrecognizedPropertyException e) {
            throw new HttpResponseException(
                    400,
                    "Unknown field '"
                            + e.getPropertyName()
                            + "' (expected: "
                            + new TreeSet<>(e.getKnownPropertyIds())
                            + ").");
        } catch (MismatchedInputException e) {
            String field = e.getPath().isEmpty() ? "The body" : e.getPath().get(0).getFieldName();
            throw new HttpResponseException(400, field + ": " + e.getOriginalMessage());
        } catch (JsonProcessingException e) {
            throw new HttpResponseException(
                    400, "The body cannot be read: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory cannot be read", e);
        }
    }
}
