package org.holdfast.runtime.jobgraph;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.holdfast.ha.storage.Sha256;

/** The structural hash of a job graph: see {@link JobGraph#hash}. */
final class GraphHash {

    private GraphHash() {}

    static String of(List<JobVertex> vertices, List<JobEdge> edges) {
        try {
            return Sha256.hexOf(encode(vertices, edges));
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory does not fail", e);
        }
    }

    /** Counts stand before lists and lengths before texts, so no two graphs are encoded alike. */
    private static byte[] encode(List<JobVertex> vertices, List<JobEdge> edges) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(vertices.size());
        for (JobVertex vertex : vertices) {
            out.writeInt(vertex.index());
            out.writeInt(vertex.operators().size());
            for (String operator : vertex.operators()) {
                out.writeUTF(operator);
            }
            out.writeInt(vertex.parallelism());
            out.writeBoolean(vertex.bounded());
        }
        out.writeInt(edges.size());
        for (JobEdge edge : edges) {
            out.writeInt(edge.index());
            out.writeInt(edge.source());
            out.writeInt(edge.sourceOperator());
            out.writeInt(edge.target());
            out.writeUTF(edge.partitioning().name());
        }
        return bytes.toByteArray();
    }
}
