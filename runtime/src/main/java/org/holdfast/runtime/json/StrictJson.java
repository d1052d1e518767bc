package org.holdfast.runtime.json;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;

/**
 * One kind of document as JSON. Equal values give equal bytes, in any process. Reading is strict:
 * unknown, missing and repeated fields are refused, and sizes are bounded. Thread-safe.
 *
 * @param <T> a record
 */
public final class StrictJson<T> {

    private static final int LONGEST_STRING = 1024 * 1024;

    private final Class<T> type;
    private final String name;
    private final int maxBytes;
    private final ObjectMapper mapper;

    /**
     * @param name of the kind, with its article, for error messages
     * @param maxBytes the largest document that is read
     */
    public StrictJson(Class<T> type, String name, int maxBytes) {
        this.type = requireNonNull(type, "type");
        this.name = requireNonNull(name, "name");
        this.maxBytes = maxBytes;
        this.mapper = mapper(maxBytes);
    }

    private static ObjectMapper mapper(int maxBytes) {
        JsonFactory factory =
                JsonFactory.builder()
                        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                        .streamReadConstraints(
                                StreamReadConstraints.builder()
                                        .maxDocumentLength(maxBytes)
                                        .maxNestingDepth(12)
                                        .maxStringLength(LONGEST_STRING)
                                        .maxNameLength(1024)
                                        .maxNumberLength(20)
                                        .build())
                        .build();
        return JsonMapper.builder(factory)
                .addModule(new Jdk8Module())
                .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
    }

    /** Writes a value. */
    public byte[] write(T value) {
        try {
            return mapper.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(value + " is not JSON", e);
        }
    }

    /**
     * Reads a value.
     *
     * @throws IOException if the bytes are not such a document; says what is wrong, and where
     */
    public T read(byte[] json) throws IOException {
        if (json.length > maxBytes) {
            throw new IOException(
                    "Not %s: %d bytes (expected: at most %d)"
                            .formatted(name, json.length, maxBytes));
        }
        T value;
        try {
            value = mapper.readValue(json, type);
        } catch (JsonProcessingException e) {
            long place = e.getLocation() == null ? 0 : e.getLocation().getByteOffset();
            throw new IOException(
                    "Not %s: %s, at byte %d".formatted(name, e.getOriginalMessage(), place), e);
        }
        if (value == null) {
            throw new IOException("Not " + name + ": null");
        }
        return value;
    }
}
