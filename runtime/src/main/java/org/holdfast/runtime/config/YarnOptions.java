package org.holdfast.runtime.config;

import java.time.Duration;
import java.util.List;

/** What an application on YARN is like: where it runs, with what, and how it asks for more. */
public final class YarnOptions {

    private static final MemorySize SMALLEST_PROCESS = MemorySize.ofMebiBytes(320);

    /** Name of the application. */
    public static final ConfigOption<String> APPLICATION_NAME =
            ConfigOption.text("yarn.application.name")
                    .describedAs(
                            "Name of the application in YARN; a session is called"
                                    + " 'Holdfast session cluster', a cluster for one job like its"
                                    + " job, unless this is set.");

    /** Queue. */
    public static final ConfigOption<String> APPLICATION_QUEUE =
            ConfigOption.text("yarn.application.queue")
                    .describedAs("Queue the application is submitted to; YARN's default if unset.");

    /** Type. */
    public static final ConfigOption<String> APPLICATION_TYPE =
            ConfigOption.text("yarn.application.type")
                    .withDefault("Holdfast")
                    .withBound(type -> type.length() <= 20, "at most 20 characters")
                    .describedAs("Type of the application in YARN, to list applications by.");

    /** Priority. */
    public static final ConfigOption<Integer> APPLICATION_PRIORITY =
            ConfigOption.integer("yarn.application.priority")
                    .withDefault(-1)
                    .withBound(priority -> priority >= -1, "at least -1")
                    .describedAs(
                            "Priority among the applications of its queue, higher is earlier; -1"
                                    + " means YARN's default.");

    /** Node label. */
    public static final ConfigOption<String> APPLICATION_NODE_LABEL =
            ConfigOption.text("yarn.application.node-label")
                    .describedAs("Label of the nodes all containers are to run on.");

    /** Tags. */
    public static final ConfigOption<List<String>> TAGS =
            ConfigOption.list("yarn.tags")
                    .withDefault(List.of())
                    .describedAs("Tags of the application in YARN, to list applications by.");

    /** Id of a running application. */
    public static final ConfigOption<String> APPLICATION_ID =
            ConfigOption.text("yarn.application.id")
                    .withBound(
                            id -> id.matches("application_\\d+_\\d+"),
                            "of the form application_1700000000000_0001")
                    .describedAs("Id of the running application that a command is meant for.");

    /** Users that may look. */
    public static final ConfigOption<String> VIEW_ACLS =
            ConfigOption.text("yarn.view.acls")
                    .describedAs(
                            "Who may see the application in YARN, as 'user1,user2 group1,group2' or"
                                    + " '*'.");

    /** Users that may kill. */
    public static final ConfigOption<String> MODIFY_ACLS =
            ConfigOption.text("yarn.modify.acls")
                    .describedAs(
                            "Who may end the application in YARN, as 'user1,user2 group1,group2' or"
                                    + " '*'.");

    /** Attempts. */
    public static final ConfigOption<Integer> APPLICATION_ATTEMPTS =
            ConfigOption.integer("yarn.application-attempts")
                    .withBound(attempts -> attempts >= 1, "at least 1")
                    .describedAs(
                            "How often YARN starts the ApplicationMaster: the first time, and again"
                                    + " after each failure. At most YARN's own maximum,"
                                    + " yarn.resourcemanager.am.max-attempts, which is also what"
                                    + " it is when unset. Without high availability there is"
                                    + " nothing a second attempt could go on with, so it is 1"
                                    + " whatever this says. As many attempts in a row that achieve"
                                    + " nothing end the application, too, however far apart.");

    /** How long a failure counts. */
    public static final ConfigOption<Duration> ATTEMPT_FAILURES_VALIDITY_INTERVAL =
            ConfigOption.durationOrMinusOne("yarn.application-attempt-failures-validity-interval")
                    .withBound(interval -> !interval.isZero(), "not 0")
                    .describedAs(
                            "Failures of the ApplicationMaster longer ago do not count as"
                                    + " yarn.application-attempts; -1 means that all count."
                                    + " akka.ask.timeout if unset.");

    /** Where files for containers are put. */
    public static final ConfigOption<String> STAGING_DIRECTORY =
            ConfigOption.text("yarn.staging-directory")
                    .describedAs(
                            "Directory on the cluster's file system below which '.holdfast' keeps"
                                    + " what containers need; the user's home directory if unset.");

    /** Replication of those files. */
    public static final ConfigOption<Integer> FILE_REPLICATION =
            ConfigOption.integer("yarn.file-replication")
                    .withDefault(-1)
                    .withBound(copies -> copies == -1 || copies >= 1, "-1 or at least 1")
                    .describedAs(
                            "Copies the file system keeps of each file uploaded for containers; -1"
                                    + " means the file system's default.");

    /** Own jars. */
    public static final ConfigOption<String> DIST_JAR =
            ConfigOption.text("yarn.flink-dist-jar")
                    .describedAs(
                            "Folder of jars to ship to containers, or a jar in that folder; the"
                                    + " client's own lib folder if unset.");

    /** More files for containers. */
    public static final ConfigOption<List<String>> SHIP_FILES =
            ConfigOption.list("yarn.ship-files")
                    .withDefault(List.of())
                    .describedAs(
                            "Local files and folders to ship to every container's working"
                                    + " directory. Jars, and folders, are added to the class path.");

    /** Cores of the ApplicationMaster. */
    public static final ConfigOption<Integer> APPMASTER_VCORES =
            ConfigOption.integer("yarn.appmaster.vcores")
                    .withDefault(1)
                    .withBound(cores -> cores >= 1, "at least 1")
                    .describedAs("Virtual cores of the ApplicationMaster.");

    /** Cores of a TaskManager. */
    public static final ConfigOption<Integer> CONTAINER_VCORES =
            ConfigOption.integer("yarn.containers.vcores")
                    .withDefault(-1)
                    .withBound(cores -> cores == -1 || cores >= 1, "-1 or at least 1")
                    .describedAs("Virtual cores of a TaskManager; -1 means one for each slot.");

    /** Memory of the ApplicationMaster. */
    public static final ConfigOption<MemorySize> JOBMANAGER_MEMORY =
            ConfigOption.memory("jobmanager.memory.process.size")
                    .withDefault(MemorySize.ofMebiBytes(1600))
                    .withBound(YarnOptions::canRun, "at least " + SMALLEST_PROCESS)
                    .describedAs(
                            "All memory of the JobManager's process; on YARN its container's size."
                                    + " Heap, direct memory and metaspace are derived from it.");

    /** Memory of a TaskManager. */
    public static final ConfigOption<MemorySize> TASKMANAGER_MEMORY =
            ConfigOption.memory("taskmanager.memory.process.size")
                    .withDefault(MemorySize.ofMebiBytes(1728))
                    .withBound(YarnOptions::canRun, "at least " + SMALLEST_PROCESS)
                    .describedAs(
                            "All memory of a TaskManager's process; on YARN its container's size."
                                    + " Heap, direct memory and metaspace are derived from it.");

    /** Port of the ApplicationMaster. */
    public static final ConfigOption<PortRange> APPLICATION_MASTER_PORT =
            ConfigOption.ports("yarn.application-master.port")
                    .withDefault(PortRange.of(0))
                    .describedAs(
                            "Port TaskManagers reach the ApplicationMaster at: a port, a range as"
                                    + " 50000-50025, or a list of both; 0 means any free one.");

    /** Sign of life. */
    public static final ConfigOption<Duration> HEARTBEAT_INTERVAL =
            ConfigOption.duration("yarn.heartbeat.interval")
                    .withDefault(Duration.ofSeconds(5))
                    .withBound(YarnOptions::isHeartbeat, "at least 50 ms, with its unit")
                    .describedAs(
                            "How often the ApplicationMaster talks to the ResourceManager while it"
                                    + " waits for no container.");

    /** Sign of life while containers are awaited. */
    public static final ConfigOption<Duration> CONTAINER_REQUEST_INTERVAL =
            ConfigOption.duration("yarn.heartbeat.container-request-interval")
                    .withDefault(Duration.ofMillis(500))
                    .withBound(YarnOptions::isHeartbeat, "at least 50 ms, with its unit")
                    .describedAs(
                            "How often the ApplicationMaster talks to the ResourceManager while it"
                                    + " waits for containers.");

    /** Start failures. */
    public static final ConfigOption<Double> START_FAILURE_RATE =
            ConfigOption.number("resourcemanager.start-worker.max-failure-rate")
                    .withDefault(10.0)
                    .withBound(rate -> rate > 0, "more than 0")
                    .describedAs(
                            "TaskManagers that may fail to start in a minute before requests for"
                                    + " new ones pause.");

    /** Pause after start failures. */
    public static final ConfigOption<Duration> START_RETRY_INTERVAL =
            ConfigOption.duration("resourcemanager.start-worker.retry-interval")
                    .withDefault(Duration.ofSeconds(3))
                    .describedAs(
                            "How long requests for TaskManagers pause when too many failed to"
                                    + " start.");

    /** Registration of a started TaskManager. */
    public static final ConfigOption<Duration> REGISTRATION_TIMEOUT =
            ConfigOption.duration("resourcemanager.taskmanager-registration.timeout")
                    .withDefault(Duration.ofMinutes(5))
                    .withBound(timeout -> !timeout.isZero(), "more than 0")
                    .describedAs(
                            "How long a container that was started may take to register as a"
                                    + " TaskManager before it is given back and replaced.");

    /** Registration of a TaskManager that an earlier attempt started. */
    public static final ConfigOption<Duration> PREVIOUS_WORKER_TIMEOUT =
            ConfigOption.duration("resourcemanager.previous-worker.recovery.timeout")
                    .withDefault(Duration.ofSeconds(10))
                    .describedAs(
                            "How long TaskManagers that outlived an ApplicationMaster may take to"
                                    + " register with the next one before others are requested in"
                                    + " their place. They normally take about a second; with 0,"
                                    + " Flink's default, every failover would request containers"
                                    + " for TaskManagers that are on their way back.");

    /** Time until an application runs. */
    public static final ConfigOption<Duration> DEPLOYMENT_TIMEOUT =
            ConfigOption.duration("yarn.deployment-timeout")
                    .withDefault(Duration.ofMinutes(10))
                    .withBound(timeout -> !timeout.isZero(), "more than 0")
                    .describedAs(
                            "How long a client waits for a submitted application to run; then it"
                                    + " kills the application.");

    /** Time until YARN and HDFS answer. */
    public static final ConfigOption<Duration> CONNECT_TIMEOUT =
            ConfigOption.duration("yarn.connect-timeout")
                    .withDefault(Duration.ofSeconds(10))
                    .withBound(
                            timeout -> timeout.compareTo(Duration.ofSeconds(1)) >= 0,
                            "at least 1 s")
                    .describedAs(
                            "How long a client tries to reach the ResourceManager and the NameNode"
                                    + " before it says that they are down.");

    /** Where the client remembers its session. */
    public static final ConfigOption<String> PROPERTIES_FILE_LOCATION =
            ConfigOption.text("yarn.properties-file.location")
                    .describedAs(
                            "Directory of the file that names the user's latest session; the"
                                    + " system's temporary directory if unset.");

    private YarnOptions() {}

    private static boolean canRun(MemorySize process) {
        return process.bytes() >= SMALLEST_PROCESS.bytes();
    }

    private static boolean isHeartbeat(Duration interval) {
        return interval.toMillis() >= 50;
    }
}
