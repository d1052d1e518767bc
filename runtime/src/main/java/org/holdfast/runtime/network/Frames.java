package org.holdfast.runtime.network;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.holdfast.runtime.checkpoint.CheckpointKind;
import org.holdfast.runtime.jobgraph.JobId;
import org.holdfast.runtime.network.Chunk.Extent;
import org.holdfast.runtime.task.ExecutionAttemptId;

/**
 * What goes over a connection. A frame is its length (4 bytes, without themselves), a type (1
 * byte), and:
 *
 * <pre>
 * from consumer to producer
 *   HELLO    magic 4, version 1, cluster id
 *   REQUEST  channel 4, job 16, vertex 4, subtask 4, attempt 4, edge 4, subpartition 4, credit 4
 *   CREDIT   channel 4, credit 4
 *   CANCEL   channel 4
 * from producer to consumer
 *   WELCOME
 *   REFUSED  reason
 *   DATA     channel 4, extent 1, records
 *   EVENT    channel 4, event 1, and for event
 *              0  end of input
 *              1  watermark: time 8
 *              2  checkpoint barrier: checkpoint 8, kind 1 (in their order), directory
 *   FAILURE  channel 4, reason
 * </pre>
 *
 * The consumer numbers the channels of its connection. Credit is how many more DATA frames it has
 * buffers for.
 */
final class Frames {

    static final int MAGIC = 0x48464450; // HFDP
    static final byte VERSION = 2;

    static final byte HELLO = 1;
    static final byte WELCOME = 2;
    static final byte REFUSED = 3;
    static final byte REQUEST = 4;
    static final byte CREDIT = 5;
    static final byte CANCEL = 6;
    static final byte DATA = 7;
    static final byte EVENT = 8;
    static final byte FAILURE = 9;

    static final int MAX_CLUSTER_ID_BYTES = 512;

    private static final int LENGTH_BYTES = 4;
    private static final int DATA_HEADER_BYTES = 6;
    private static final int MAX_FRAME_BYTES = NetworkMemory.BUFFER_BYTES + DATA_HEADER_BYTES;
    private static final int MAX_REASON_CHARS = 2000;
    private static final int JOB_ID_BYTES = 16;
    private static final byte END_OF_INPUT = 0;
    private static final byte WATERMARK = 1;
    private static final byte CHECKPOINT_BARRIER = 2;
    private static final CheckpointKind[] KINDS = CheckpointKind.values();
    private static final Extent[] EXTENTS = Extent.values();

    private Frames() {}

    /** Cuts a stream of bytes into frames; fails on one that is too large before reading it. */
    static LengthFieldBasedFrameDecoder decoder() {
        return new LengthFieldBasedFrameDecoder(
                MAX_FRAME_BYTES + LENGTH_BYTES, 0, LENGTH_BYTES, 0, LENGTH_BYTES);
    }

    private static ByteBuf start(ByteBufAllocator allocator, byte type, int contentBytes) {
        return allocator
                .ioBuffer(LENGTH_BYTES + 1 + contentBytes)
                .writeInt(1 + contentBytes)
                .writeByte(type);
    }

    static ByteBuf hello(ByteBufAllocator allocator, String clusterId) {
        byte[] id = clusterId.getBytes(StandardCharsets.UTF_8);
        return start(allocator, HELLO, 5 + id.length)
                .writeInt(MAGIC)
                .writeByte(VERSION)
                .writeBytes(id);
    }

    static ByteBuf welcome(ByteBufAllocator allocator) {
        return start(allocator, WELCOME, 0);
    }

    static ByteBuf refused(ByteBufAllocator allocator, String reason) {
        byte[] text = reasonBytes(reason);
        return start(allocator, REFUSED, text.length).writeBytes(text);
    }

    static ByteBuf request(
            ByteBufAllocator allocator, int channel, ChannelSource source, int credit) {
        ExecutionAttemptId producer = source.partition().producer();
        return start(allocator, REQUEST, 44)
                .writeInt(channel)
                .writeBytes(HexFormat.of().parseHex(producer.job().hex()))
                .writeInt(producer.vertex())
                .writeInt(producer.subtask())
                .writeInt(producer.attempt())
                .writeInt(source.partition().edge())
                .writeInt(source.subpartition())
                .writeInt(credit);
    }

    static ByteBuf credit(ByteBufAllocator allocator, int channel, int credit) {
        return start(allocator, CREDIT, 8).writeInt(channel).writeInt(credit);
    }

    static ByteBuf cancel(ByteBufAllocator allocator, int channel) {
        return start(allocator, CANCEL, 4).writeInt(channel);
    }

    static ByteBuf data(ByteBufAllocator allocator, int channel, Chunk.Bytes chunk) {
        return start(allocator, DATA, 5 + chunk.length())
                .writeInt(channel)
                .writeByte(chunk.extent().ordinal())
                .writeBytes(chunk.buffer(), 0, chunk.length());
    }

    static ByteBuf event(ByteBufAllocator allocator, int channel, StreamEvent event) {
        if (event instanceof CheckpointBarrier barrier) {
            byte[] directory = barrier.directory().getBytes(StandardCharsets.UTF_8);
            return event(allocator, channel, CHECKPOINT_BARRIER, 9 + directory.length)
                    .writeLong(barrier.checkpoint())
                    .writeByte(barrier.kind().ordinal())
                    .writeBytes(directory);
        } else if (event instanceof Watermark watermark) {
            return event(allocator, channel, WATERMARK, 8).writeLong(watermark.time());
        } else {
            return event(allocator, channel, END_OF_INPUT, 0);
        }
    }

    private static ByteBuf event(
            ByteBufAllocator allocator, int channel, byte event, int contentBytes) {
        return start(allocator, EVENT, 5 + contentBytes).writeInt(channel).writeByte(event);
    }

    static ByteBuf failure(ByteBufAllocator allocator, int channel, String reason) {
        byte[] text = reasonBytes(reason);
        return start(allocator, FAILURE, 4 + text.length).writeInt(channel).writeBytes(text);
    }

    private static byte[] reasonBytes(String reason) {
        String text = String.valueOf(reason);
        return text.substring(0, Math.min(text.length(), MAX_REASON_CHARS))
                .getBytes(StandardCharsets.UTF_8);
    }

    static PartitionId readPartitionId(ByteBuf frame) throws ProtocolException {
        byte[] job = new byte[JOB_ID_BYTES];
        frame.readBytes(job);
        int vertex = frame.readInt();
        int subtask = frame.readInt();
        int attempt = frame.readInt();
        int edge = frame.readInt();
        if (vertex < 0 || subtask < 0 || attempt < 0 || edge < 0) {
            throw new ProtocolException("request for a partition with a negative number");
        }
        return new PartitionId(
                new ExecutionAttemptId(
                        new JobId(HexFormat.of().formatHex(job)), vertex, subtask, attempt),
                edge);
    }

    static Extent readExtent(ByteBuf frame) throws ProtocolException {
        int extent = frame.readUnsignedByte();
        if (extent >= EXTENTS.length) {
            throw new ProtocolException("data of unknown extent " + extent);
        }
        return EXTENTS[extent];
    }

    static StreamEvent readEvent(ByteBuf frame) throws ProtocolException {
        int event = frame.readUnsignedByte();
        switch (event) {
            case END_OF_INPUT:
                return new EndOfInput();
            case WATERMARK:
                return new Watermark(frame.readLong());
            case CHECKPOINT_BARRIER:
                return readBarrier(frame);
            default:
                throw new ProtocolException("unknown event " + event);
        }
    }

    private static CheckpointBarrier readBarrier(ByteBuf frame) throws ProtocolException {
        long checkpoint = frame.readLong();
        int kind = frame.readUnsignedByte();
        if (kind >= KINDS.length) {
            throw new ProtocolException("checkpoint barrier of unknown kind " + kind);
        }
        try {
            return new CheckpointBarrier(checkpoint, KINDS[kind], readText(frame));
        } catch (IllegalArgumentException e) {
            throw new ProtocolException("checkpoint barrier with wrong " + e.getMessage());
        }
    }

    /** Reads the text the rest of the frame is. */
    static String readText(ByteBuf frame) {
        return frame.readCharSequence(frame.readableBytes(), StandardCharsets.UTF_8).toString();
    }

    static void checkEnd(ByteBuf frame) throws ProtocolException {
        if (frame.isReadable()) {
            throw new ProtocolException(frame.readableBytes() + " bytes too many in a frame");
        }
    }
}
