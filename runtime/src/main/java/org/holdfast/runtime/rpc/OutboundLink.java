package org.holdfast.runtime.rpc;

import static java.util.Objects.requireNonNull;

import akka.actor.typed.ActorRef;
import java.util.Arrays;

/**
 * The sending end of one direction of a link: numbers messages, and splits those that are large.
 */
final class OutboundLink {

    /** Leaves room for the envelope in a frame. */
    private static final int PART_BYTES = AkkaConfiguration.FRAME_BYTES - (16 << 10);

    private final String clusterId;
    private final String sender;
    private final long number;
    private final ActorRef<? super Envelope> receiver;
    private final int maxMessageBytes;
    private long epoch;
    private long sent;

    /**
     * @param epoch see {@link Envelope#epoch}
     * @param maxMessageBytes larger messages are refused
     */
    OutboundLink(
            String clusterId,
            long epoch,
            String sender,
            long number,
            ActorRef<? super Envelope> receiver,
            int maxMessageBytes) {
        this.clusterId = requireNonNull(clusterId, "clusterId");
        this.epoch = epoch;
        this.sender = requireNonNull(sender, "sender");
        this.number = number;
        this.receiver = requireNonNull(receiver, "receiver");
        this.maxMessageBytes = maxMessageBytes;
    }

    /** How many envelopes were sent. */
    long sent() {
        return sent;
    }

    /** Sends in this epoch from now on. */
    void follow(long newEpoch) {
        epoch = newEpoch;
    }

    /**
     * Sends a message.
     *
     * @throws MessageTooLargeException if it is; nothing was sent
     */
    void send(RpcMessage message) throws MessageTooLargeException {
        byte[] bytes = MessageCodec.encode(message);
        String kind = MessageCodec.kindOf(message);
        if (bytes.length > maxMessageBytes) {
            throw new MessageTooLargeException(
                    kind
                            + " of "
                            + bytes.length
                            + " bytes is larger than akka.framesize ("
                            + maxMessageBytes
                            + " bytes). Raise akka.framesize, or give the job fewer splits or"
                            + " shorter arguments.");
        }
        int from = 0;
        do {
            int to = Math.min(from + PART_BYTES, bytes.length);
            byte[] part =
                    from == 0 && to == bytes.length ? bytes : Arrays.copyOfRange(bytes, from, to);
            receiver.tell(
                    new Envelope(
                            clusterId,
                            epoch,
                            sender,
                            number,
                            sent,
                            kind,
                            to == bytes.length,
                            part));
            sent++;
            from = to;
        } while (from < bytes.length);
    }
}
