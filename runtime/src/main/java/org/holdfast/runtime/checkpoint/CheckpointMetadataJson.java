package org.holdfast.runtime.checkpoint;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.util.regex.Pattern;
import org.holdfast.runtime.checkpoint.CheckpointMetadata.OperatorState;
import org.holdfast.runtime.jobgraph.JobVertex;

/**
 * Checkpoint metadata as JSON, the payload of its file. Reading is strict, because a savepoint can
 * come from anywhere: unknown, missing and repeated fields are refused, and sizes are bounded.
 */
public final class CheckpointMetadataJson {

    private static final int MAX_BYTES = 64 * 1024 * 1024;
    private static final int MAX_INLINE_STATE = 2 * 1024 * 1024;
    private static final Pattern JOB = Pattern.compile("[0-9a-f]{32}");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    private static final ObjectMapper JSON = mapper();

    private CheckpointMetadataJson() {}

    /** Writes metadata. */
    static byte[] write(CheckpointMetadata metadata) {
        try {
            return JSON.writeValueAsBytes(metadata);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("checkpoint " + metadata.id() + " is not JSON", e);
        }
    }

    /**
     * Reads metadata.
     *
     * @throws IOException if the bytes are not checkpoint metadata; says what is wrong, and where
     */
    public static CheckpointMetadata read(byte[] json) throws IOException {
        CheckpointMetadata metadata;
        try {
            metadata = JSON.readValue(json, CheckpointMetadata.class);
        } catch (JsonProcessingException e) {
            long place = e.getLocation() == null ? 0 : e.getLocation().getByteOffset();
            throw new IOException(
                    "its content is not checkpoint metadata: %s, at byte %d"
                            .formatted(e.getOriginalMessage(), place),
                    e);
        }
        if (metadata == null) {
            throw new IOException("its content is not checkpoint metadata: null");
        }
        check(metadata);
        return metadata;
    }

    private static void check(CheckpointMetadata metadata) throws IOException {
        expect(JOB.matcher(metadata.job()).matches(), "the job's id");
        for (var operator : metadata.operators().entrySet()) {
            OperatorState state = operator.getValue();
            String of = " of operator '" + operator.getKey() + "'";
            expect(
                    state.parallelism() >= 1 && state.parallelism() <= JobVertex.MAX_PARALLELISM,
                    "the parallelism" + of);
            for (int subtask : state.inputEnded()) {
                expect(subtask >= 0 && subtask < state.parallelism(), "the subtasks" + of);
            }
            for (StateHandle handle : state.keyed()) {
                expect(
                        handle.firstKeyGroup() >= 0
                                && handle.keyGroups() >= 0
                                && handle.keyGroups() <= JobVertex.MAX_PARALLELISM
                                && handle.firstKeyGroup() + handle.keyGroups()
                                        <= JobVertex.MAX_PARALLELISM,
                        "the key groups" + of);
                expect(
                        handle.length() >= 0 && SHA256.matcher(handle.sha256()).matches(),
                        "a state handle" + of);
            }
        }
    }

    private static void expect(boolean holds, String what) throws IOException {
        if (!holds) {
            throw new IOException("its content is not checkpoint metadata: wrong: " + what);
        }
    }

    private static ObjectMapper mapper() {
        JsonFactory factory =
                JsonFactory.builder()
                        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                        .streamReadConstraints(
                                StreamReadConstraints.builder()
                                        .maxDocumentLength(MAX_BYTES)
                                        .maxNestingDepth(8)
                                        .maxStringLength(MAX_INLINE_STATE)
                                        .maxNameLength(1024)
                                        .maxNumberLength(20)
                                        .build())
                        .build();
        return JsonMapper.builder(factory)
                .addModule(new Jdk8Module())
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
    }
}
