package org.holdfast.runtime.simulation.world;

/** What the model lets happen at a fault point of a JobManager, instead of nothing. */
enum Choice {
    /** The JobManager dies here. */
    DIE,
    /** It stands still here past its session, and goes on when another leads: a zombie. */
    STOP,
    /** It stands still here for less than its session. */
    WAIT,
    /** The next change is made, and its answer is lost. */
    LOSE_ANSWER,
    /** The next change is not made, and nobody is told. */
    LOSE_REQUEST,
    /** The first of the TaskManagers dies. */
    TASK_MANAGER_DIES;

    private static final long PAST_SESSION_MILLIS = 16_000;
    private static final long WITHIN_SESSION_MILLIS = 3_000;

    void take(World world, SimProcess process) {
        switch (this) {
            case DIE -> process.die("chosen by the model");
            case STOP -> process.standStill(PAST_SESSION_MILLIS);
            case WAIT -> process.standStill(WITHIN_SESSION_MILLIS);
            case LOSE_ANSWER -> world.coordination().loseNext(true);
            case LOSE_REQUEST -> world.coordination().loseNext(false);
            case TASK_MANAGER_DIES ->
                    world.cluster().running().stream()
                            .findFirst()
                            .ifPresent(one -> one.die("chosen by the model"));
        }
    }
}
