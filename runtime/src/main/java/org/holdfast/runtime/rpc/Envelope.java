package org.holdfast.runtime.rpc;

import static java.util.Objects.requireNonNull;

/**
 * A message on its way, or a part of one that is too large for a frame.
 *
 * @param clusterId of the sender
 * @param epoch of the JobManager; before a TaskManager is registered, the highest it has seen
 * @param sender {@link #JOB_MANAGER} or the TaskManager's id
 * @param link random number of the link, chosen by the TaskManager
 * @param sequence 0, 1, 2... in each direction of a link
 * @param kind short name of the message, from {@link MessageCodec}'s list
 * @param last whether the message ends with this part
 * @param part the message in CBOR, or the next part of it
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Envelope(
        String clusterId,
        long epoch,
        String sender,
        long link,
        long sequence,
        String kind,
        boolean last,
        byte[] part)
        implements ActorMessage {

    static final String JOB_MANAGER = "jobmanager";

    Envelope {
        requireNonNull(clusterId, "clusterId");
        requireNonNull(sender, "sender");
        requireNonNull(kind, "kind");
        requireNonNull(part, "part");
    }

    @Override
    public String toString() {
        return kind
                + " "
                + sequence
                + " on link "
                + link
                + " from "
                + sender
                + " of "
                + clusterId
                + " in epoch "
                + epoch;
    }
}
