package org.holdfast.ha.zookeeper;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.holdfast.ha.leader.AttemptHistory;
import org.holdfast.ha.leader.Change;
import org.holdfast.ha.leader.ElectedLeader;
import org.holdfast.ha.leader.LeaderCandidate;
import org.holdfast.ha.leader.LeaderEpoch;
import org.holdfast.ha.leader.PublishedLeader;

/**
 * What nodes hold, as text: UTF-8 of at most {@link Change#MAX_VALUE_BYTES}. What cannot be read is
 * an error that names the path, never nothing.
 */
final class NodeText {

    private static final Pattern EPOCH =
            Pattern.compile("1 ([0-9]{1,18}) ([0-9]{1,18}) (\\P{Cntrl}+)");
    private static final Pattern LEADER =
            Pattern.compile("1 ([0-9]{1,18})(?:\n(\\P{Cntrl}*)\n(\\P{Cntrl}*))?");

    private NodeText() {}

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(String path, byte[] data) throws IOException {
        if (data.length > Change.MAX_VALUE_BYTES) {
            throw new IOException(
                    "ZooKeeper node %s holds %d bytes (expected: at most %d). Holdfast has not written it; inspect it, and restore or delete it."
                            .formatted(path, data.length, Change.MAX_VALUE_BYTES));
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(data)).toString();
        } catch (CharacterCodingException e) {
            throw new IOException(
                    "ZooKeeper node %s does not hold UTF-8 text. Holdfast has not written it; inspect it, and restore or delete it."
                            .formatted(path),
                    e);
        }
    }

    static byte[] encode(ElectedLeader elected) {
        LeaderCandidate candidate = elected.candidate();
        return bytes(
                "1 %d %d %s"
                        .formatted(
                                elected.epoch().number(),
                                candidate.attemptId(),
                                candidate.owner()));
    }

    static ElectedLeader elected(String path, byte[] data) throws IOException {
        Matcher form = match(EPOCH, path, data, "1, epoch, attempt id and owner");
        try {
            return new ElectedLeader(
                    new LeaderEpoch(Long.parseLong(form.group(1))),
                    new LeaderCandidate(Long.parseLong(form.group(2)), form.group(3)));
        } catch (IllegalArgumentException e) {
            throw new IOException("ZooKeeper node " + path + ": " + e.getMessage(), e);
        }
    }

    /** A leader that has published nothing yet. */
    static byte[] encode(LeaderEpoch epoch) {
        return bytes("1 " + epoch.number());
    }

    /**
     * A leader that has published.
     *
     * @throws IllegalArgumentException if an address could not be read again
     */
    static byte[] encode(PublishedLeader leader) {
        String text =
                "1 %d\n%s\n%s"
                        .formatted(leader.epoch().number(), leader.rpcAddress(), leader.restUrl());
        byte[] data = bytes(text);
        if (!LEADER.matcher(text).matches() || data.length > Change.MAX_VALUE_BYTES) {
            throw new IllegalArgumentException(
                    "published leader: '%s', '%s' (expected: one line each, together at most %d bytes)"
                            .formatted(
                                    leader.rpcAddress(),
                                    leader.restUrl(),
                                    Change.MAX_VALUE_BYTES - 32));
        }
        return data;
    }

    static Optional<PublishedLeader> published(String path, byte[] data) throws IOException {
        Matcher form = match(LEADER, path, data, "1 and epoch; then RPC address and REST URL");
        if (form.group(2) == null) {
            return Optional.empty();
        }
        try {
            LeaderEpoch epoch = new LeaderEpoch(Long.parseLong(form.group(1)));
            return Optional.of(new PublishedLeader(epoch, form.group(2), form.group(3)));
        } catch (IllegalArgumentException e) {
            throw new IOException("ZooKeeper node " + path + ": " + e.getMessage(), e);
        }
    }

    static AttemptHistory attempts(String path, byte[] data) throws IOException {
        try {
            return AttemptHistory.decode(text(path, data));
        } catch (IOException e) {
            throw new IOException("ZooKeeper node " + path + ": " + e.getMessage(), e);
        }
    }

    private static Matcher match(Pattern form, String path, byte[] data, String expected)
            throws IOException {
        String text = data == null ? "" : text(path, data);
        Matcher matcher = form.matcher(text);
        if (!matcher.matches()) {
            throw new IOException(
                    "ZooKeeper node %s holds '%s' (expected: %s). Inspect it, and restore or delete it."
                            .formatted(
                                    path,
                                    text.substring(0, Math.min(text.length(), 100)),
                                    expected));
        }
        return matcher;
    }
}
