package org.holdfast.runtime.config;

/** High availability. */
public final class HighAvailabilityOptions {

    public static final ConfigOption<String> MODE =
            ConfigOption.text("high-availability")
                    .withAlias("high-availability.type")
                    .withDefault("NONE")
                    .withBound(
                            "NONE"::equalsIgnoreCase,
                            "NONE: other modes are not available in this version; remove the key,"
                                    + " and the jobs end with their JobManager")
                    .describedAs(
                            "How a JobManager's jobs outlive it. NONE, the only mode in this"
                                    + " version: they do not.");

    public static final ConfigOption<String> CLUSTER_ID =
            ConfigOption.text("high-availability.cluster-id")
                    .withBound(
                            id -> id.matches("/?[A-Za-z0-9_.-]{1,128}"),
                            "1 to 128 letters, digits, '_', '-', '.', a '/' before them if you"
                                    + " like")
                    .describedAs(
                            "Names the cluster among others that share its storage. On YARN the"
                                    + " application id unless set.");

    private HighAvailabilityOptions() {}
}
