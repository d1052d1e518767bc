package org.holdfast.yarn.launch;

/** Names in a container's working directory; all are relative to it. */
public final class ContainerLayout {

    /** Folder of the distribution's jars. */
    public static final String LIB = "lib";

    /** Folder of what belongs to the application. */
    public static final String CONF = "conf";

    /** The effective configuration, in {@link #CONF}. */
    public static final String CONFIGURATION_FILE = "flink-conf.yaml";

    /** The logging configuration, in {@link #CONF}. */
    public static final String LOGGING_FILE = "log4j.properties";

    /** The one job, in {@link #CONF}. */
    public static final String JOB_GRAPH_FILE = "job-graph.json";

    /**
     * Hadoop's XML files, in {@link #CONF}. They are in a jar, because no class data is archived
     * for a class path with folders.
     */
    public static final String HADOOP_CONF = "hadoop.jar";

    private ContainerLayout() {}
}
