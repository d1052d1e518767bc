package org.holdfast.ha.store;

/** The folders of a cluster's storage directory. */
final class StorageLayout {

    /** Job graphs and ledgers of all jobs: one listing shows whatever is live. */
    static final String JOBS = "jobs";

    private StorageLayout() {}
}
