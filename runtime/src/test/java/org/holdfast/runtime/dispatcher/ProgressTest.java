package org.holdfast.runtime.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.holdfast.runtime.simulation.TestCluster.cluster;

import java.time.Duration;
import org.holdfast.runtime.jobgraph.JobId;
import org.holdfast.runtime.simulation.InMemoryJobs;
import org.holdfast.runtime.simulation.TestCluster;
import org.holdfast.runtime.simulation.TestGraphs;
import org.junit.jupiter.api.Test;

/** What a JobManager has to achieve so that its attempt was not in vain. */
class ProgressTest {

    private static final JobId ID = new JobId("0123456789abcdef0123456789abcdef");
    private static final Duration MOMENT = Duration.ofMillis(20);

    private final TestCluster cluster = cluster().stored().start();

    @Test
    void anIdleClusterHasNone() {
        cluster.advance(Duration.ofMinutes(1));

        assertThat(cluster.jobs.hasProgressed()).isFalse();
    }

    @Test
    void aJobThatIsStoredIsSome() {
        cluster.dispatcher().submit(TestGraphs.counting(1).id(ID).build());
        cluster.advance(MOMENT);

        assertThat(cluster.jobs.hasProgressed()).isTrue();
    }

    @Test
    void aJobThatCannotBeStoredIsNone() {
        cluster.jobs.changesWill(InMemoryJobs.Changes.FAIL);
        cluster.dispatcher().submit(TestGraphs.counting(1).id(ID).build());
        cluster.advance(Duration.ofSeconds(1));

        assertThat(cluster.jobs.hasProgressed()).isFalse();
    }

    @Test
    void aRecoveredJobIsSomeWhenAllItsTasksRunNotBefore() {
        cluster.dispatcher().submit(TestGraphs.counting(2).id(ID).build());
        cluster.advance(Duration.ofSeconds(30));
        cluster.awaitAllRunning(ID);
        cluster.killJobManager();
        cluster.advance(MOMENT);
        cluster.startJobManager();
        cluster.mainThread.runDue();
        assertThat(cluster.jobs.hasProgressed()).isFalse();

        cluster.advance(Duration.ofSeconds(30));
        cluster.awaitAllRunning(ID);

        assertThat(cluster.jobs.hasProgressed()).isTrue();
    }
}
