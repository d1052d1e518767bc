package org.holdfast.ha.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.holdfast.ha.store.TestCluster.JOB;
import static org.holdfast.ha.store.TestCluster.OTHER_JOB;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.holdfast.ha.leader.CoordinationPath;
import org.holdfast.ha.leader.InMemoryCoordinationStore;
import org.holdfast.ha.leader.Transaction;
import org.holdfast.ha.store.InspectedEntry.State;
import org.holdfast.ha.store.InspectionReport.Kind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HaInspectionTest {

    private static final byte[] CONTENT = "content".getBytes(UTF_8);

    @TempDir private Path folder;
    private final InMemoryCoordinationStore memory = new InMemoryCoordinationStore();
    private TestCluster cluster;
    private TestCluster.Leader leader;

    @BeforeEach
    void run() throws IOException {
        cluster = new TestCluster(folder);
        leader = cluster.elect(memory, 1);
        leader.graphs().put(JOB, CONTENT);
        leader.ledgers().swap(JOB, CONTENT);
        leader.cancels().record(JOB, "cancel");
        commit("1-2");
        leader.graphs().put(OTHER_JOB, CONTENT);
        leader.results().finish(OTHER_JOB, CONTENT);
    }

    private void commit(String id) throws IOException {
        leader.checkpoints()
                .commit(
                        JOB,
                        id,
                        leader.checkpoints().prepare(cluster.checkpointDirectory(JOB, id)),
                        CONTENT);
    }

    @Test
    void showsAllThereIsAndNothingWrong() throws IOException {
        InspectionReport report = cluster.inspect(memory.connect());

        assertThat(report.violations()).isEmpty();
        assertThat(report.leader().orElseThrow().epoch()).isEqualTo(leader.epoch());
        assertThat(report.entries())
                .extracting(InspectedEntry::path)
                .containsExactly(
                        "jobs/" + JOB + "/cancel",
                        "jobs/" + JOB + "/checkpoints/1-2",
                        "jobs/" + JOB + "/graph",
                        "jobs/" + JOB + "/ledger",
                        "results/" + OTHER_JOB);
        assertThat(report.entries()).allMatch(InspectedEntry::isSound);
        assertThat(report.files()).as("with the graph of the job that ended").isEqualTo(4);
    }

    @Test
    void findsPointersThatLeadNowhere() throws IOException {
        Files.delete(cluster.file("ledger"));
        Files.write(cluster.file("graph-" + JOB), new byte[0]);
        Files.write(cluster.file("result"), new byte[100]);
        replace("jobs/" + JOB + "/checkpoints/1-2", "?");

        InspectionReport report = cluster.inspect(memory);

        assertThat(report.entries())
                .extracting(InspectedEntry::state)
                .containsExactly(
                        State.VALUE, State.GARBLED, State.DAMAGED, State.MISSING, State.DAMAGED);
        assertThat(kinds(report)).containsOnly(Kind.BROKEN_POINTER).hasSize(4);
    }

    @Test
    void findsOrphansAndFilesOfTheFuture() throws IOException {
        cluster.elect(memory.connect(), 2);
        Path orphan = write(1);
        Path underWay = write(2);
        Path future = write(3);

        InspectionReport report = cluster.inspect(memory);

        assertThat(report.violations())
                .extracting(violation -> violation.kind() + " " + violation.subject())
                .containsExactlyInAnyOrder(
                        "ORPHAN_FILE file:" + orphan, "FOREIGN_EPOCH file:" + future);
        assertThat(underWay).exists();
    }

    @Test
    void findsJobsThatWouldRunTwiceAndLeftoversAndGarbage() throws IOException {
        leader.graphs().put(OTHER_JOB, CONTENT); // no caller may do this
        String gone = "0".repeat(32);
        create("jobs/" + gone + "/cancel", "cancel");
        create("jobs/garbage/x", "?");
        create("jobs/" + JOB + "/checkpoints/latest", "?");
        create("elsewhere", "?");
        commit("7-1");

        assertThat(cluster.inspect(memory).violations())
                .extracting(violation -> violation.kind() + " " + violation.subject())
                .containsExactlyInAnyOrder(
                        "ENDED_AND_TO_RUN jobs/" + OTHER_JOB + "/graph",
                        "LEFTOVER jobs/" + gone + "/cancel",
                        "LEFTOVER jobs/garbage",
                        "LEFTOVER jobs/" + JOB + "/checkpoints/latest",
                        "LEFTOVER elsewhere",
                        "FOREIGN_EPOCH jobs/" + JOB + "/checkpoints/7-1");
    }

    @Test
    void saysThatAnEmptyStoreForgotWhatTheDirectoryShows() throws IOException {
        InspectionReport report = cluster.inspect(new InMemoryCoordinationStore());

        assertThat(report.leader()).isEmpty();
        assertThat(kinds(report)).contains(Kind.FORGOTTEN);
        assertThat(
                        new TestCluster(folder.resolve("new"))
                                .inspect(new InMemoryCoordinationStore())
                                .violations())
                .isEmpty();
    }

    private static List<Kind> kinds(InspectionReport report) {
        return report.violations().stream().map(InspectionReport.Violation::kind).toList();
    }

    private void replace(String path, String value) throws IOException {
        memory.commit(leader.epoch(), new Transaction().replace(new CoordinationPath(path), value));
    }

    private void create(String path, String value) throws IOException {
        memory.commit(leader.epoch(), new Transaction().create(new CoordinationPath(path), value));
    }

    private Path write(long epoch) throws IOException {
        return Files.write(
                folder.resolve(
                        "cluster/jobs/graph-%s-1-%d-%s"
                                .formatted("0".repeat(32), epoch, UUID.randomUUID())),
                CONTENT);
    }
}
