package org.holdfast.ha.store;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.holdfast.ha.leader.CoordinationStore;
import org.holdfast.ha.leader.InMemoryCoordinationStore;
import org.holdfast.ha.store.FaultyFileSystem.Step;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class InMemoryStoreFaultTest extends StoreFaultContract {

    @TempDir private Path folder;
    private final Map<String, InMemoryCoordinationStore> stores = new HashMap<>();

    @Override
    protected CoordinationStore connect(String cluster) {
        return stores.computeIfAbsent(cluster, name -> new InMemoryCoordinationStore()).connect();
    }

    @Override
    protected String directory(String cluster) {
        return folder.resolve(cluster).toString();
    }

    @Override
    protected Configuration hadoop() {
        return FaultyFileSystem.configuration();
    }

    @TestFactory
    Stream<DynamicTest> theStorageFails() {
        return Stream.of(Step.values())
                .flatMap(
                        step ->
                                operations(
                                        "storage fails to " + step.name().toLowerCase(Locale.ROOT),
                                        (cell, operation) -> cell.storageFails(operation, step)));
    }
}
