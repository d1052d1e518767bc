package org.holdfast.ha.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.holdfast.ha.store.TestCluster.JOB;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.holdfast.ha.leader.FencedException;
import org.holdfast.ha.leader.InMemoryCoordinationStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForgottenStateTest {

    private static final byte[] CONTENT = "content".getBytes(UTF_8);

    @TempDir private Path folder;
    private final InMemoryCoordinationStore memory = new InMemoryCoordinationStore();
    private TestCluster cluster;
    private TestCluster.Leader first;

    @BeforeEach
    void run() throws IOException {
        cluster = new TestCluster(folder);
        first = cluster.elect(memory, 1);
        assertThatCode(first.forgotten()::requireNotForgotten).doesNotThrowAnyException();
        first.graphs().put(JOB, CONTENT);
    }

    @Test
    void allIsWellAfterAnyFailover() throws IOException {
        TestCluster.Leader second = cluster.elect(memory.connect(), 2);
        assertThatCode(second.forgotten()::requireNotForgotten).doesNotThrowAnyException();
        second.ledgers().swap(JOB, CONTENT);
        second.results().finish(JOB, CONTENT);
        TestCluster.Leader third = cluster.elect(memory.connect(), 3, true);
        assertThatCode(third.forgotten()::requireNotForgotten).doesNotThrowAnyException();
        third.cleanup().clean(JOB, cluster.checkpoints(JOB), false, Set.of());

        TestCluster.Leader fourth = cluster.elect(memory.connect(), 4);
        assertThatCode(fourth.forgotten()::requireNotForgotten).doesNotThrowAnyException();
    }

    @Test
    void anEmptiedStoreIsNoticedByEveryAttemptUntilTheFilesAreGone() throws IOException {
        InMemoryCoordinationStore emptied = new InMemoryCoordinationStore();

        for (int attempt = 1; attempt <= 4; attempt++) {
            TestCluster.Leader next = cluster.elect(emptied.connect(), attempt);
            assertThatThrownBy(next.forgotten()::requireNotForgotten)
                    .isInstanceOf(ForgottenStateException.class)
                    .hasMessageContaining("epoch 1 began, and there is graph-" + JOB)
                    .hasMessageContaining("high-availability.zookeeper.path.root")
                    .hasMessageContaining("move that directory away");
        }
        assertThat(cluster.inspect(emptied).violations())
                .extracting(InspectionReport.Violation::kind)
                .contains(InspectionReport.Kind.FORGOTTEN);
        assertThat(cluster.files()).hasSize(1);

        Files.move(folder.resolve("cluster/jobs"), folder.resolve("given-up"));
        TestCluster.Leader last = cluster.elect(emptied.connect(), 5);
        assertThatCode(last.forgotten()::requireNotForgotten).doesNotThrowAnyException();
        assertThat(emptied.topNames()).isEmpty();
    }

    @Test
    void anEmptiedStoreIsNoticedThoughAnAttemptDiedBeforeItLooked() throws IOException {
        first.ledgers().swap(JOB, CONTENT);
        InMemoryCoordinationStore emptied = new InMemoryCoordinationStore();
        cluster.elect(emptied.connect(), 1);

        assertThatThrownBy(cluster.elect(emptied, 2).forgotten()::requireNotForgotten)
                .isInstanceOf(ForgottenStateException.class)
                .hasMessageContaining("job " + JOB + " has run");
    }

    @Test
    void filesOfALeaderThatHasTakenOverProveNothing() throws IOException {
        TestCluster.Leader second = cluster.elect(memory.connect(), 2);
        TestCluster.Leader third = cluster.elect(memory.connect(), 3);
        third.ledgers().swap(JOB, CONTENT);

        assertThatThrownBy(second.forgotten()::requireNotForgotten)
                .isInstanceOf(FencedException.class);
        assertThat(memory.topNames()).isEqualTo(List.of("jobs"));
    }
}
