package org.holdfast.runtime.process;

import java.util.function.Consumer;
import org.holdfast.ha.leader.CoordinationStore;

/** Gives the simulation the alarm that every JobManager's session has. */
public final class FencingAlarms {

    private FencingAlarms() {}

    /**
     * A session with an alarm.
     *
     * @param alarm takes the reason, on the thread that was told
     */
    public static CoordinationStore over(CoordinationStore session, Consumer<String> alarm) {
        return new FencingAlarm(session, alarm);
    }
}
