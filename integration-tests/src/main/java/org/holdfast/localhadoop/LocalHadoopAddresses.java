package org.holdfast.localhadoop;

import java.nio.file.Path;

/** Where clients find a running local Hadoop. */
record LocalHadoopAddresses(
        String hdfs, String resourceManager, String web, String zooKeeper, Path configuration) {

    /** One {@code name=value} line each, as {@code bin/local-hadoop.sh} reads them. */
    String lines() {
        return String.join(
                "\n",
                "hdfs=" + hdfs,
                "resourcemanager=" + resourceManager,
                "web=" + web,
                "zookeeper=" + zooKeeper,
                "conf=" + configuration,
                "");
    }
}
