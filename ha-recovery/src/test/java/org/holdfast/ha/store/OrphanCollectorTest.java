package org.holdfast.ha.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.holdfast.ha.store.TestCluster.JOB;
import static org.holdfast.ha.store.TestCluster.OTHER_JOB;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.holdfast.ha.leader.CoordinationPath;
import org.holdfast.ha.leader.FencedException;
import org.holdfast.ha.leader.InMemoryCoordinationStore;
import org.holdfast.ha.leader.LeaderEpoch;
import org.holdfast.ha.leader.Transaction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrphanCollectorTest {

    private static final byte[] CONTENT = "content".getBytes(UTF_8);

    @TempDir private Path folder;
    private final InMemoryCoordinationStore memory = new InMemoryCoordinationStore();
    private TestCluster cluster;
    private TestCluster.Leader first;

    @BeforeEach
    void elect() throws IOException {
        cluster = new TestCluster(folder);
        first = cluster.elect(memory, 1);
        first.graphs().put(JOB, CONTENT);
        first.ledgers().swap(JOB, CONTENT);
    }

    @Test
    void removesOnlyUnreferencedFilesOfEarlierEpochs() throws IOException {
        Path orphan = write("graph", OTHER_JOB, 1);
        Path oldLedger = write("ledger", JOB, 1);
        Path oldResult = write("result", OTHER_JOB, 1);
        Path mine = write("graph", OTHER_JOB, 2);
        Path later = write("graph", OTHER_JOB, 3);
        Path foreign = Files.write(folder.resolve("cluster/jobs/notes.txt"), CONTENT);
        TestCluster.Leader second = cluster.elect(memory.connect(), 2);

        OrphanReport report = second.orphans().collect();

        assertThat(report.removed()).hasSize(3);
        assertThat(orphan).doesNotExist();
        assertThat(oldLedger).doesNotExist();
        assertThat(oldResult).doesNotExist();
        assertThat(mine).exists();
        assertThat(later).exists();
        assertThat(foreign).exists();
        assertThat(second.graphs().find(JOB)).isPresent();
        assertThat(second.ledgers().find(JOB)).isPresent();
        assertThat(second.orphans().collect().removed()).isEmpty();
    }

    @Test
    void leavesWhatIsYoungerThanTheGracePeriod() throws IOException {
        Path orphan = write("graph", OTHER_JOB, 1);
        TestCluster.Leader second = cluster.elect(memory.connect(), 2);
        OrphanCollector patient =
                new OrphanCollector(
                        second.coordination(),
                        second.epoch(),
                        cluster.storage(),
                        cluster.results(),
                        Clock.systemUTC(),
                        Duration.ofHours(1));

        assertThat(patient.collect().removed()).isEmpty();
        assertThat(orphan).exists();
    }

    @Test
    void judgesNoFileWhosePointerCannotBeRead() throws IOException {
        Path orphan = write("graph", JOB, 1);
        TestCluster.Leader second = cluster.elect(memory.connect(), 2);
        second.coordination()
                .commit(
                        second.epoch(),
                        new Transaction()
                                .replace(new CoordinationPath("jobs/" + JOB + "/graph"), "?"));

        OrphanReport report = second.orphans().collect();

        assertThat(report.removed()).isEmpty();
        assertThat(report.kept()).hasSize(2).allMatch(kept -> kept.contains("cannot be read"));
        assertThat(orphan).exists();
    }

    @Test
    void aLeaderThatIsOverCollectsNothing() throws IOException {
        Path orphan = write("graph", OTHER_JOB, 1);
        TestCluster.Leader second = cluster.elect(memory.connect(), 2);
        cluster.elect(memory.connect(), 3);

        assertThatThrownBy(() -> second.orphans().collect())
                .isInstanceOf(FencedException.class)
                .hasMessageContaining("epoch 3 has begun");
        assertThat(orphan).exists();
    }

    private Path write(String kind, String job, long epoch) throws IOException {
        String name = "%s-%s-1-%d-%s".formatted(kind, job, epoch, UUID.randomUUID());
        Path directory = folder.resolve(kind.equals("result") ? "results" : "cluster/jobs");
        Files.createDirectories(directory);
        assertThat(MetadataFileName.parse(name).orElseThrow().epoch())
                .isEqualTo(new LeaderEpoch(epoch));
        return Files.write(directory.resolve(name), CONTENT);
    }
}
