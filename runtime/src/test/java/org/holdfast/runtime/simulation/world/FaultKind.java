package org.holdfast.runtime.simulation.world;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What can go wrong; the F-numbers are those of the design's fault matrix. */
enum FaultKind {
    /** The JobManager dies between two events (F1). */
    JOB_MANAGER_DIES,
    /** The JobManager dies at one of its next fault points (F1 to F4). */
    JOB_MANAGER_DIES_AT_POINT,
    /** It stands still at a fault point, past its session (F5). */
    JOB_MANAGER_STOPPED_AT_POINT,
    /** It stands still between two events, shorter or longer than its session (F5). */
    JOB_MANAGER_STOPPED,
    /** YARN starts the next attempt while it lives on (F6). */
    JOB_MANAGER_REPLACED,
    /** A TaskManager dies (F7, F8). */
    TASK_MANAGER_DIES,
    /** A TaskManager stands still. */
    TASK_MANAGER_STOPPED,
    /** Nothing passes between a TaskManager and JobManagers, in one direction or both (F28). */
    LINK_CUT,
    /** The server ends the JobManager's session (F15). */
    SESSION_LOST,
    /** There is no quorum for a time (F14). */
    COORDINATION_AWAY,
    /** Answers to changes are lost (F17). */
    ANSWER_LOST,
    /** The storage does not answer for a time (F18). */
    STORAGE_AWAY,
    /** A file is written in part (F19). */
    FILE_TORN,
    /** The ResourceManager does not answer for a time (F11). */
    RESOURCE_MANAGER_AWAY,
    /** Containers are named late to the next attempt, and the attempt dies (F11). */
    CONTAINERS_LATE,
    /** A task fails, with a JobManager or without (F9). */
    TASK_FAILS,
    /** A client submits a job again, or another with its id (F24). */
    SUBMITTED_AGAIN,
    /** A client cancels a job. */
    CANCELLED,
    /** A client takes a savepoint, or stops a job with one. */
    SAVEPOINT,
    /** A JobManager that stands by dies between two events. */
    STANDBY_DIES,
    /** It dies at one of its next fault points; it may lead by then. */
    STANDBY_DIES_AT_POINT,
    /** It stands still at one of them; it may lead by then. */
    STANDBY_STOPPED_AT_POINT,
    /** It stands still between two events. */
    STANDBY_STOPPED,
    /** The server ends its session. */
    STANDBY_SESSION_LOST,
    /** The operator stops the JobManager that leads, which ends its session by itself. */
    JOB_MANAGER_SHUT_DOWN,
    /** The operator starts a TaskManager: one that is missing, or one more. */
    TASK_MANAGER_STARTED;

    private static final Set<FaultKind> ON_YARN =
            EnumSet.of(JOB_MANAGER_REPLACED, RESOURCE_MANAGER_AWAY, CONTAINERS_LATE);

    private static final Set<FaultKind> ON_HOSTS =
            EnumSet.of(
                    STANDBY_DIES,
                    STANDBY_DIES_AT_POINT,
                    STANDBY_STOPPED_AT_POINT,
                    STANDBY_STOPPED,
                    STANDBY_SESSION_LOST,
                    JOB_MANAGER_SHUT_DOWN,
                    TASK_MANAGER_STARTED);

    /** Those that leave TaskManagers and tasks alone, so that these have to go on (I27). */
    private static final Set<FaultKind> OF_JOB_MANAGERS =
            EnumSet.of(
                    JOB_MANAGER_DIES,
                    JOB_MANAGER_DIES_AT_POINT,
                    JOB_MANAGER_REPLACED,
                    SESSION_LOST,
                    COORDINATION_AWAY,
                    ANSWER_LOST,
                    RESOURCE_MANAGER_AWAY,
                    CONTAINERS_LATE,
                    SUBMITTED_AGAIN,
                    STANDBY_DIES,
                    STANDBY_DIES_AT_POINT,
                    STANDBY_STOPPED,
                    STANDBY_SESSION_LOST,
                    JOB_MANAGER_SHUT_DOWN);

    /** What can go wrong in a cluster, each as often as it is likely. */
    static List<FaultKind> in(Plan plan) {
        Set<FaultKind> elsewhere = plan.standalone().isPresent() ? ON_YARN : ON_HOSTS;
        return Stream.of(values())
                .filter(kind -> !elsewhere.contains(kind))
                .filter(kind -> !plan.onlyJobManagers() || OF_JOB_MANAGERS.contains(kind))
                .flatMap(kind -> Stream.generate(() -> kind).limit(kind.weight()))
                .toList();
    }

    /** Without the operator, what is missing on hosts stays missing. */
    private int weight() {
        return this == TASK_MANAGER_STARTED ? 3 : 1;
    }
}
