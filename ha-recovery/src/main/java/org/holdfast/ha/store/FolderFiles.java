package org.holdfast.ha.store;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.holdfast.ha.leader.CoordinationPath;
import org.holdfast.ha.storage.StorageDirectory;
import org.holdfast.ha.storage.StoredFile;

/** The files with unique names in a cluster's directories. */
final class FolderFiles {

    private final StorageDirectory storage;
    private final StorageDirectory results;

    FolderFiles(StorageDirectory storage, StorageDirectory results) {
        this.storage = storage;
        this.results = results;
    }

    /** A file, what its name says, and which directory it is in. */
    record Found(
            StoredFile file,
            MetadataFileName name,
            StorageDirectory directory,
            String relativeName) {

        URI uri() {
            return directory.uri(relativeName);
        }

        /** Where a pointer to it would be. */
        CoordinationPath pointerPath() {
            return name.kind().path(name.job());
        }
    }

    /** Graphs and ledgers, sorted by name: they are there only while their job lives. */
    List<Found> ofJobs() throws IOException {
        return found(storage, storage.files(StorageLayout.JOBS), StorageLayout.JOBS + "/");
    }

    /** Results, sorted by name. */
    List<Found> ofResults() throws IOException {
        return found(results, results.files(), "");
    }

    /**
     * A job that was committed and deployed, as far as its files show: it has a graph and a ledger,
     * which are removed only while its result is there.
     */
    static Optional<String> jobThatRan(List<Found> files) {
        Set<String> withLedger =
                files.stream()
                        .filter(file -> file.name().kind() == MetadataKind.LEDGER)
                        .map(file -> file.name().job())
                        .collect(Collectors.toSet());
        return files.stream()
                .filter(file -> file.name().kind() == MetadataKind.GRAPH)
                .map(file -> file.name().job())
                .filter(withLedger::contains)
                .findFirst();
    }

    private static List<Found> found(
            StorageDirectory directory, List<StoredFile> files, String prefix) {
        List<Found> found = new ArrayList<>();
        for (StoredFile file : files) {
            Optional<MetadataFileName> name = MetadataFileName.parse(file.name());
            name.ifPresent(
                    known -> found.add(new Found(file, known, directory, prefix + file.name())));
        }
        return found;
    }
}
