package org.holdfast.runtime.rpc;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;

/** The receiving end of one direction of a link: sees that nothing is missing, and joins parts. */
final class InboundLink {

    private final long number;
    private final int maxMessageBytes;
    private final ByteArrayOutputStream parts = new ByteArrayOutputStream();
    private long received;

    /**
     * @param maxMessageBytes larger messages are refused
     */
    InboundLink(long number, int maxMessageBytes) {
        this.number = number;
        this.maxMessageBytes = maxMessageBytes;
    }

    /** Number of the link. */
    long number() {
        return number;
    }

    /** How many envelopes have come. */
    long received() {
        return received;
    }

    /**
     * Takes the next envelope of this link.
     *
     * @return the message, if it is complete
     * @throws BrokenLinkException if an envelope is missing, or the message is too large or
     *     malformed
     */
    Optional<RpcMessage> receive(Envelope envelope) throws BrokenLinkException {
        if (envelope.sequence() != received) {
            throw new BrokenLinkException(
                    "messages were lost: got " + envelope + ", expected " + received);
        }
        received++;
        if (parts.size() + envelope.part().length > maxMessageBytes) {
            throw new BrokenLinkException(
                    envelope + " is larger than akka.framesize (" + maxMessageBytes + " bytes)");
        }
        if (envelope.last() && parts.size() == 0) {
            return Optional.of(decode(envelope, envelope.part()));
        }
        parts.writeBytes(envelope.part());
        if (!envelope.last()) {
            return Optional.empty();
        }
        byte[] joined = parts.toByteArray();
        parts.reset();
        return Optional.of(decode(envelope, joined));
    }

    private static RpcMessage decode(Envelope envelope, byte[] bytes) throws BrokenLinkException {
        try {
            return MessageCodec.decode(envelope.kind(), bytes);
        } catch (IOException | IllegalArgumentException e) {
            throw new BrokenLinkException(envelope + " cannot be read: " + e.getMessage(), e);
        }
    }
}
