package org.holdfast.ha.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.holdfast.ha.leader.InMemoryCoordinationStore;
import org.holdfast.ha.leader.LeaderCandidate;
import org.holdfast.ha.leader.LeaderEpoch;
import org.holdfast.ha.storage.StorageDirectory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StorageMarkTest {

    @TempDir Path folder;

    private final InMemoryCoordinationStore store = new InMemoryCoordinationStore();
    private LeaderEpoch epoch;

    @BeforeEach
    void lead() throws IOException {
        epoch = store.campaign(new LeaderCandidate(1, "test")).orElseThrow();
    }

    private StorageMark mark(String directory) throws IOException {
        return new StorageMark(
                StorageDirectory.open(folder.resolve(directory).toUri(), new Configuration(false)));
    }

    private List<Path> marks() throws IOException {
        try (var files = Files.list(folder.resolve("own/mark"))) {
            return files.filter(file -> !file.getFileName().toString().startsWith(".")).toList();
        }
    }

    @Test
    void nothingIsDifferentBeforeThereIsOne() throws IOException {
        assertThat(mark("own").difference(store)).isEmpty();
    }

    @Test
    void whoeverSeesTheDirectoryFindsNoDifference() throws IOException {
        mark("own").make(store, epoch);
        assertThat(mark("own").difference(store)).isEmpty();
    }

    @Test
    void namesBothDirectories() throws IOException {
        mark("own").make(store, epoch);
        assertThat(mark("other").difference(store))
                .hasValueSatisfying(text -> assertThat(text).contains("/own/", "/other"));
    }

    @Test
    void aDirectoryOfTheSameNameOnAnotherHostIsAnother() throws IOException {
        mark("own").make(store, epoch);
        for (Path file : marks()) {
            Files.delete(file);
        }
        assertThat(mark("own").difference(store))
                .hasValueSatisfying(text -> assertThat(text).contains("does not see the file"));
    }

    @Test
    void isMadeOnce() throws IOException {
        mark("own").make(store, epoch);
        mark("own").make(store, epoch);
        assertThat(marks()).hasSize(1);
    }

    @Test
    void isMadeAnewWhereTheLeaderIs() throws IOException {
        mark("other").make(store, epoch);
        mark("own").make(store, epoch);
        assertThat(mark("own").difference(store)).isEmpty();
        assertThat(mark("other").difference(store)).isPresent();
    }
}
