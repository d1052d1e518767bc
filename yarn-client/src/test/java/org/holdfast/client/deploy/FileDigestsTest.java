package org.holdfast.client.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileDigestsTest {

    private static final String ABC =
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @TempDir private Path directory;
    private Path memory;
    private Path file;

    @BeforeEach
    void writeFile() throws IOException {
        memory = directory.resolve("below").resolve("digests");
        file = Files.writeString(directory.resolve("file"), "abc");
    }

    @Test
    void computesAndRemembers() throws IOException {
        FileDigests digests = new FileDigests(memory);
        assertThat(digests.of(file)).isEqualTo(ABC);
        digests.save();

        assertThat(memory).content().startsWith(ABC).contains(file.toString());
        assertThat(new FileDigests(memory).of(file)).isEqualTo(ABC);
    }

    @Test
    void believesWhatItRemembersOfAnUnchangedFile() throws IOException {
        FileDigests digests = new FileDigests(memory);
        digests.of(file);
        digests.save();
        String other = "0".repeat(64);
        Files.writeString(memory, Files.readString(memory).replace(ABC, other));

        assertThat(new FileDigests(memory).of(file)).as("it was not read again").isEqualTo(other);
    }

    @Test
    void seesAChangeThatKeepsSizeAndModificationTime() throws IOException {
        FileTime modified = Files.getLastModifiedTime(file);
        FileDigests digests = new FileDigests(memory);
        digests.of(file);
        digests.save();

        Files.writeString(file, "xyz");
        Files.setLastModifiedTime(file, modified);

        assertThat(new FileDigests(memory).of(file)).isNotEqualTo(ABC);
    }

    @Test
    void doesWithoutAMemoryThatCannotBeUsed() throws IOException {
        Files.createDirectories(memory);
        FileDigests digests = new FileDigests(memory);

        assertThat(digests.of(file)).isEqualTo(ABC);
        digests.save();
    }
}
