package org.holdfast.runtime.jobgraph;

import java.util.List;

/** Lets tests of other packages build graphs that can be stored. */
public final class GraphHashes {

    private GraphHashes() {}

    /** See {@link GraphHash#of}. */
    public static String of(List<JobVertex> vertices, List<JobEdge> edges) {
        return GraphHash.of(vertices, edges);
    }
}
