package org.holdfast.runtime.standalone;

import java.util.Locale;

/** What a {@link LaunchPlan} is for. */
enum LaunchKind {
    /** Starting a JobManager on this machine. */
    JOBMANAGER,
    /** Starting a TaskManager on this machine. */
    TASKMANAGER,
    /** Starting a ZooKeeper server on this machine. */
    ZOOKEEPER,
    /** Starting a cluster: what it needs has to be there. */
    CLUSTER,
    /** Stopping a cluster: the hosts are enough. */
    CLUSTER_HOSTS,
    /** Stopping a process, or starting on hosts that are known: where things are. */
    FOLDERS;

    /** As scripts write it: {@code cluster-hosts}. */
    static LaunchKind parse(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /** Whether something is going to read all of the configuration. */
    boolean starts() {
        return this != CLUSTER_HOSTS && this != FOLDERS;
    }
}
