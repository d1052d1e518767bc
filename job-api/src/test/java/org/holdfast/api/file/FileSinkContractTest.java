package org.holdfast.api.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.holdfast.api.Sink;
import org.holdfast.api.testing.InMemoryFiles;
import org.holdfast.api.testing.SinkContract;
import org.holdfast.api.testing.SinkFixture;
import org.junit.jupiter.api.Test;

class FileSinkContractTest {

    @Test
    void keepsTheContractOfSinks() {
        SinkContract.of(Fixture::new).check();
    }

    private static final class Fixture implements SinkFixture<Object> {

        private final InMemoryFiles files = new InMemoryFiles();

        @Override
        public Sink<Object> sink() {
            return FileSink.text("/out");
        }

        @Override
        public Object record(int number) {
            return "record " + number;
        }

        @Override
        public List<Object> committed() throws IOException {
            List<Object> lines = new ArrayList<>();
            if (files.exists("/out")) {
                for (FileInfo part : files.list("/out")) {
                    new String(files.get(part.path()), UTF_8).lines().forEach(lines::add);
                }
            }
            return lines;
        }

        @Override
        public InMemoryFiles files() {
            return files;
        }
    }
}
