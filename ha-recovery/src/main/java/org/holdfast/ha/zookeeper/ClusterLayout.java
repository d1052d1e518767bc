package org.holdfast.ha.zookeeper;

import java.util.ArrayList;
import java.util.List;
import org.holdfast.ha.leader.CoordinationPath;

/**
 * The absolute paths of one cluster.
 *
 * @param cluster the path everything is below
 */
record ClusterLayout(String cluster) {

    String epoch() {
        return cluster + "/epoch";
    }

    String mark(String name) {
        return epoch() + "/" + name;
    }

    String leader() {
        return cluster + "/leader";
    }

    String attempts() {
        return cluster + "/attempts";
    }

    String value(CoordinationPath path) {
        return cluster + "/" + path.text();
    }

    /** Whether a name directly below the cluster is none of values'. */
    static boolean isReserved(String name) {
        return name.equals("epoch") || name.equals("leader") || name.equals("attempts");
    }

    /** What has to exist above a value, the topmost first; the cluster itself left out. */
    List<String> parents(CoordinationPath path) {
        List<String> parents = new ArrayList<>();
        String text = path.text();
        for (int slash = text.indexOf('/'); slash >= 0; slash = text.indexOf('/', slash + 1)) {
            parents.add(cluster + "/" + text.substring(0, slash));
        }
        return parents;
    }

    /** The cluster's path and what is above it, the topmost first. */
    List<String> ancestorsAndCluster() {
        List<String> paths = new ArrayList<>();
        for (int slash = cluster.indexOf('/', 1); slash >= 0; ) {
            paths.add(cluster.substring(0, slash));
            slash = cluster.indexOf('/', slash + 1);
        }
        paths.add(cluster);
        return paths;
    }
}
