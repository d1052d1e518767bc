package org.holdfast.runtime.taskmanager;

import static org.assertj.core.api.Assertions.assertThat;

import org.holdfast.runtime.jobgraph.JobId;
import org.holdfast.runtime.task.ExecutionAttemptId;
import org.junit.jupiter.api.Test;

class SlotTableTest {

    private static final JobId JOB = new JobId("a".repeat(32));
    private static final JobId OTHER = new JobId("b".repeat(32));

    private final SlotTable slots = new SlotTable(2);

    @Test
    void subtasksOfOneIndexShareASlot() {
        assertThat(slots.occupy(attempt(JOB, 0, 0))).isTrue();
        assertThat(slots.occupy(attempt(JOB, 1, 0))).isTrue();
        assertThat(slots.occupy(attempt(JOB, 0, 1))).isTrue();
        assertThat(slots.occupy(attempt(JOB, 0, 2))).isFalse();
        assertThat(slots.occupy(attempt(OTHER, 0, 0))).isFalse();
        assertThat(slots.occupy(attempt(JOB, 2, 1))).isTrue();
    }

    @Test
    void slotIsFreeWhenTheLastThatSharedItHasEnded() {
        slots.occupy(attempt(JOB, 0, 0));
        slots.occupy(attempt(JOB, 1, 0));
        slots.occupy(attempt(JOB, 0, 1));
        slots.release(attempt(JOB, 0, 0));
        assertThat(slots.occupy(attempt(OTHER, 0, 7))).isFalse();
        slots.release(attempt(JOB, 1, 0));
        assertThat(slots.occupy(attempt(OTHER, 0, 7))).isTrue();
    }

    @Test
    void saysWhoHoldsThem() {
        slots.occupy(attempt(JOB, 0, 1));
        slots.occupy(attempt(JOB, 1, 1));
        assertThat(slots).hasToString("1 of 2 slots are held: subtask 1 of job " + JOB);
    }

    private static ExecutionAttemptId attempt(JobId job, int vertex, int subtask) {
        return new ExecutionAttemptId(job, vertex, subtask, 0);
    }
}
