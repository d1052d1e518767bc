package org.holdfast.client.cli;

import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.security.DigestInputStream;
import java.util.Base64;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.Path;
import org.holdfast.ha.storage.Sha256;
import org.holdfast.runtime.checkpoint.StateHandle;
import org.holdfast.runtime.state.KeyedStateReader;
import org.holdfast.runtime.state.KeyedStateReader.Summary;

/** Checks that a subtask's keyed state is still what was written, and looks into it. */
final class StateFileCheck {

    private static final int BLOCK_BYTES = 64 * 1024;

    private final Configuration hadoop;

    StateFileCheck(Configuration hadoop) {
        this.hadoop = hadoop;
    }

    /**
     * What a check came to.
     *
     * @param summary of the state, if it can be read
     * @param problem why it cannot be used, in a sentence; empty if it can
     */
    record Result(Optional<Summary> summary, String problem) {

        private static Result unusable(String problem) {
            return new Result(Optional.empty(), problem);
        }

        boolean isUsable() {
            return problem.isEmpty();
        }
    }

    /** Reads all of it once. */
    Result check(String operator, StateHandle handle) {
        String name =
                handle.file().isEmpty()
                        ? "the state of '%s' from key group %d on, in the metadata file"
                                .formatted(operator, handle.firstKeyGroup())
                        : handle.file();
        try (InputStream raw = open(handle);
                DigestInputStream in = new DigestInputStream(raw, Sha256.newDigest())) {
            return check(operator, handle, name, in);
        } catch (FileNotFoundException e) {
            return Result.unusable(name + " is missing.");
        } catch (ChecksumException e) {
            return Result.unusable(name + " is damaged: its file system's checksum does not fit.");
        } catch (IOException | IllegalArgumentException e) {
            // what a NameNode answers carries its stack trace in the message
            return Result.unusable(
                    name
                            + " cannot be read: "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
    }

    private InputStream open(StateHandle handle) throws IOException {
        if (handle.file().isEmpty()) {
            return new ByteArrayInputStream(Base64.getDecoder().decode(handle.inline()));
        }
        Path path = new Path(handle.file());
        return path.getFileSystem(hadoop).open(path);
    }

    private static Result check(
            String operator, StateHandle handle, String name, DigestInputStream in)
            throws IOException {
        CountingInput counted = new CountingInput(in);
        Optional<Summary> summary = Optional.empty();
        String malformed = "";
        try {
            summary = Optional.of(KeyedStateReader.read(counted, name));
        } catch (ChecksumException e) {
            throw e;
        } catch (IOException e) {
            malformed = e.getMessage();
        }
        counted.readToEnd();
        String sha256 = Sha256.hex(in.getMessageDigest());
        if (counted.bytes < handle.length()) {
            return Result.unusable(
                    "%s is truncated: it has %d of %d bytes."
                            .formatted(name, counted.bytes, handle.length()));
        }
        if (counted.bytes > handle.length()) {
            return Result.unusable(
                    "%s has %d bytes, but %d were written."
                            .formatted(name, counted.bytes, handle.length()));
        }
        if (!sha256.equals(handle.sha256())) {
            return Result.unusable(
                    "%s is damaged: its SHA-256 is %s, not %s."
                            .formatted(name, sha256, handle.sha256()));
        }
        return malformed.isEmpty()
                ? fits(operator, handle, name, summary.orElseThrow())
                : Result.unusable(malformed);
    }

    private static Result fits(String operator, StateHandle handle, String name, Summary summary) {
        boolean fits =
                summary.operatorName().equals(operator)
                        && summary.firstKeyGroup() == handle.firstKeyGroup()
                        && summary.keyGroupCount() == handle.keyGroups();
        return new Result(
                Optional.of(summary),
                fits
                        ? ""
                        : "%s holds %d key groups from %d on of operator '%s', where %d from %d on of '%s' are expected."
                                .formatted(
                                        name,
                                        summary.keyGroupCount(),
                                        summary.firstKeyGroup(),
                                        summary.operatorName(),
                                        handle.keyGroups(),
                                        handle.firstKeyGroup(),
                                        operator));
    }

    /** Counts what is read, and can read the rest. */
    private static final class CountingInput extends InputStream {

        private final InputStream in;
        private long bytes;

        CountingInput(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            int read = in.read();
            bytes += read < 0 ? 0 : 1;
            return read;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int read = in.read(into, offset, length);
            bytes += Math.max(0, read);
            return read;
        }

        void readToEnd() throws IOException {
            byte[] block = new byte[BLOCK_BYTES];
            while (read(block, 0, block.length) >= 0) {
                continue;
            }
        }
    }
}
