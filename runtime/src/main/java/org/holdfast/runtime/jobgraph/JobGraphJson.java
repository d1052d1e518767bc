package org.holdfast.runtime.jobgraph;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.List;

/**
 * Job graphs as JSON: how they are submitted and stored. Reading is strict, because whoever can
 * reach the port can send one: unknown, missing and repeated fields are refused, sizes are bounded,
 * and the graph must be one that {@link DataflowBuilder} could have made.
 */
public final class JobGraphJson {

    /** The largest job graph there may be; enough for tens of thousands of splits. */
    public static final int MAX_BYTES = 16 * 1024 * 1024;

    private static final ObjectMapper JSON = mapper();

    private JobGraphJson() {}

    /** Writes a job graph; equal ones give equal bytes, in any process. */
    public static byte[] write(JobGraph graph) {
        try {
            return JSON.writeValueAsBytes(graph);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("job graph " + graph.id() + " is not JSON", e);
        }
    }

    /**
     * Reads a job graph.
     *
     * @throws IOException if the bytes are not a job graph; says what is wrong, and where
     */
    public static JobGraph read(byte[] json) throws IOException {
        if (json.length > MAX_BYTES) {
            throw new IOException(
                    "Job graph of %d bytes (expected: at most %d)."
                            .formatted(json.length, MAX_BYTES));
        }
        JobGraph graph;
        try {
            graph = JSON.readValue(json, JobGraph.class);
        } catch (JsonProcessingException e) {
            throw new IOException("Not a job graph: " + describe(e), e);
        }
        if (graph == null) {
            throw new IOException("Not a job graph: null");
        }
        check(graph);
        return graph;
    }

    private static String describe(JsonProcessingException e) {
        long place = e.getLocation() == null ? 0 : e.getLocation().getByteOffset();
        return e.getOriginalMessage() + ", at byte " + place;
    }

    private static void check(JobGraph graph) throws IOException {
        List<JobVertex> vertices = graph.vertices();
        expect(!graph.name().isBlank() && graph.name().length() <= 128, "its name");
        expect(!vertices.isEmpty(), "it has no vertices");
        expect(vertices.size() <= DataflowBuilder.MAX_OPERATORS, "too many vertices");
        for (int i = 0; i < vertices.size(); i++) {
            expect(vertices.get(i).index() == i, "index of vertex " + i);
            expect(!vertices.get(i).operators().isEmpty(), "vertex " + i + " has no operators");
        }
        for (int i = 0; i < graph.edges().size(); i++) {
            JobEdge edge = graph.edges().get(i);
            expect(edge.index() == i, "index of edge " + i);
            expect(
                    edge.source() >= 0
                            && edge.source() < edge.target()
                            && edge.target() < vertices.size()
                            && edge.sourceOperator() >= 0
                            && edge.sourceOperator()
                                    < vertices.get(edge.source()).operators().size(),
                    "ends of edge " + i);
            expect(
                    edge.partitioning() != Partitioning.FORWARD
                            || vertices.get(edge.source()).parallelism()
                                    == vertices.get(edge.target()).parallelism(),
                    "partitioning of edge " + i);
        }
        expect(GraphHash.of(vertices, graph.edges()).equals(graph.hash()), "its hash");
    }

    private static void expect(boolean holds, String what) throws IOException {
        if (!holds) {
            throw new IOException("Not a job graph that can be run: wrong: " + what);
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
                                        .maxStringLength(1024 * 1024)
                                        .maxNameLength(1024)
                                        .maxNumberLength(20)
                                        .build())
                        .build();
        return JsonMapper.builder(factory)
                .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
    }
}
