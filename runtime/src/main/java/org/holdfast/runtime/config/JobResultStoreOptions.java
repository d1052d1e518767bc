package org.holdfast.runtime.config;

/** How jobs ended, kept with high availability. */
public final class JobResultStoreOptions {

    /** Where results are. */
    public static final ConfigOption<String> STORAGE_PATH =
            ConfigOption.text("job-result-store.storage-path")
                    .withBound(value -> !value.isBlank(), "a directory")
                    .describedAs(
                            "Directory for the results of jobs that have ended, seen by all"
                                    + " processes; every cluster has a folder of its own in it."
                                    + " Unless set it is the folder results of the cluster's"
                                    + " folder in high-availability.storageDir.");

    /** Whether a result goes with the last leftover. */
    public static final ConfigOption<Boolean> DELETE_ON_COMMIT =
            ConfigOption.bool("job-result-store.delete-on-commit")
                    .withDefault(true)
                    .describedAs(
                            "Whether a job's result is deleted once everything else of the job has"
                                    + " been removed. false keeps it.");

    private JobResultStoreOptions() {}
}
