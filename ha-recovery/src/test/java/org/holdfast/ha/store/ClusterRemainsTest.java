package org.holdfast.ha.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.holdfast.ha.leader.CoordinationPath;
import org.holdfast.ha.leader.InMemoryCoordinationStore;
import org.holdfast.ha.leader.LeaderCandidate;
import org.holdfast.ha.leader.LeaderEpoch;
import org.holdfast.ha.storage.StorageDirectory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterRemainsTest {

    private static final String JOB = "0123456789abcdef0123456789abcdef";
    private static final LeaderCandidate SECOND = new LeaderCandidate(2, "app on host");

    @TempDir Path folder;
    private final InMemoryCoordinationStore last = new InMemoryCoordinationStore();
    private final InMemoryCoordinationStore mine = last.connect();
    private final Configuration hadoop = new Configuration(false);
    private StorageDirectory storage;
    private ClusterRemains remains;

    @BeforeEach
    void keep() throws IOException {
        storage = StorageDirectory.open(folder.resolve("cluster").toUri(), hadoop);
        remains =
                new ClusterRemains(
                        storage, StorageDirectory.open(folder.resolve("results").toUri(), hadoop));
        LeaderEpoch epoch = last.campaign(SECOND).orElseThrow();
        new JobGraphStore(last, epoch, storage).put(JOB, "graph".getBytes(UTF_8));
    }

    @Test
    void removesPointersFilesAndWhoHasLed() throws IOException {
        last.close();
        assertThat(remains.look(mine).jobs()).containsExactly(JOB);

        assertThat(remains.remove(mine, SECOND)).isTrue();

        assertThat(mine.currentEpoch()).isEmpty();
        assertThat(mine.topNames()).isEmpty();
        assertThat(storage.exists()).isFalse();
        ClusterRemains.Contents nothing = remains.look(mine);
        assertThat(nothing.files()).isFalse();
        assertThat(nothing.jobs()).isEmpty();
        assertThat(nothing.foreign()).isEmpty();
        assertThat(remains.remove(mine, SECOND)).as("once more").isTrue();
    }

    @Test
    void touchesNothingOfALeaderThatLives() throws IOException {
        assertThat(remains.remove(mine, SECOND)).isFalse();
        assertThat(remains.remove(mine, new LeaderCandidate(1, "late"))).isFalse();
        assertUntouched();
    }

    @Test
    void aJobManagerThatBeganMeanwhileWins() throws IOException {
        last.close();
        InMemoryCoordinationStore next = mine.connect();
        assertThat(next.campaign(new LeaderCandidate(3, "next"))).isPresent();
        next.close();

        assertThat(remains.remove(mine, SECOND)).isFalse();
        assertUntouched();
    }

    private void assertUntouched() throws IOException {
        assertThat(mine.read(new CoordinationPath("jobs/" + JOB + "/graph"))).isPresent();
        assertThat(storage.files("jobs")).hasSize(1);
    }

    @Test
    void whatIsHalfRemovedIsFoundAgainAndNeverTakenForACluster() throws IOException {
        last.close();

        ClusterRemains failing =
                new ClusterRemains(
                        storage,
                        StorageDirectory.open(
                                java.net.URI.create("nothing:///results"), failingFs()));

        assertThatThrownBy(() -> failing.remove(mine, SECOND)).isInstanceOf(IOException.class);

        assertThat(mine.children(new CoordinationPath("jobs"))).isEmpty();
        assertThat(mine.currentEpoch().map(leader -> leader.candidate().owner()))
                .isEqualTo(Optional.of("app on host"));
        InMemoryCoordinationStore again = mine.connect();
        mine.close();
        assertThat(remains.remove(again, SECOND)).isTrue();
        assertThat(again.currentEpoch()).isEmpty();
    }

    /** A file system on which nothing can be deleted. */
    private static Configuration failingFs() {
        Configuration failing = new Configuration(false);
        failing.setClass(
                "fs.nothing.impl", Undeletable.class, org.apache.hadoop.fs.FileSystem.class);
        failing.setBoolean("fs.nothing.impl.disable.cache", true);
        return failing;
    }

    @Test
    void seesWhatSomebodyElseWrote() throws IOException {
        Files.createDirectories(folder.resolve("cluster/submittedJobGraph1"));
        assertThat(remains.look(mine).foreign())
                .hasValueSatisfying(text -> assertThat(text).endsWith("/submittedJobGraph1"));
    }
}
