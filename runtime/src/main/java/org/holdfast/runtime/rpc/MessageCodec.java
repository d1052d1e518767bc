package org.holdfast.runtime.rpc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Messages as CBOR. What may be read is a fixed list of records; a name that is not on it, a field
 * too many or too few, or bytes left over are refused.
 */
final class MessageCodec {

    /** Kind of {@link RpcMessage.Register}, which opens a link. */
    static final String REGISTER = "register";

    private static final Map<String, Class<? extends RpcMessage>> TYPES =
            Map.ofEntries(
                    Map.entry(REGISTER, RpcMessage.Register.class),
                    Map.entry("accepted", RpcMessage.Accepted.class),
                    Map.entry("rejected", RpcMessage.Rejected.class),
                    Map.entry("heartbeat", RpcMessage.Heartbeat.class),
                    Map.entry("task-state", RpcMessage.TaskStateChanged.class),
                    Map.entry("submit-task", RpcMessage.SubmitTask.class),
                    Map.entry("acknowledge-end", RpcMessage.AcknowledgeEnd.class),
                    Map.entry("cancel-task", RpcMessage.CancelTask.class),
                    Map.entry("trigger-checkpoint", RpcMessage.TriggerCheckpoint.class),
                    Map.entry("checkpoint-acknowledged", RpcMessage.CheckpointAcknowledged.class),
                    Map.entry("checkpoint-declined", RpcMessage.CheckpointDeclined.class),
                    Map.entry("complete-checkpoint", RpcMessage.CompleteCheckpoint.class),
                    Map.entry("abort-checkpoint", RpcMessage.AbortCheckpoint.class),
                    Map.entry("adopt-task", RpcMessage.AdoptTask.class),
                    Map.entry("end-input", RpcMessage.EndInput.class),
                    Map.entry("unlinked", RpcMessage.Unlinked.class),
                    Map.entry("superseded", RpcMessage.Superseded.class),
                    Map.entry("shut-down", RpcMessage.ShutDown.class),
                    Map.entry("read-log", RpcMessage.ReadLog.class),
                    Map.entry("log-read", RpcMessage.LogRead.class));

    private static final Map<Class<? extends RpcMessage>, String> KINDS =
            TYPES.entrySet().stream()
                    .collect(Collectors.toUnmodifiableMap(Map.Entry::getValue, Map.Entry::getKey));

    private static final ObjectMapper CBOR =
            CBORMapper.builder()
                    .addModule(new Jdk8Module())
                    .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                    .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private MessageCodec() {}

    static String kindOf(RpcMessage message) {
        return KINDS.get(message.getClass());
    }

    static byte[] encode(RpcMessage message) {
        return write(message);
    }

    /**
     * Reads a message.
     *
     * @throws IOException if the kind is not on the list, or the bytes are not such a message
     */
    static RpcMessage decode(String kind, byte[] bytes) throws IOException {
        Class<? extends RpcMessage> type = TYPES.get(kind);
        if (type == null) {
            throw new IOException(
                    "message of unknown kind '"
                            + kind
                            + "' (expected: one of "
                            + TYPES.keySet()
                            + ")");
        }
        return read(bytes, type);
    }

    static byte[] encode(Envelope envelope) {
        return write(envelope);
    }

    /**
     * Reads an envelope, not what is in it.
     *
     * @throws IOException if the bytes are not an envelope
     */
    static Envelope decodeEnvelope(byte[] bytes) throws IOException {
        return read(bytes, Envelope.class);
    }

    private static byte[] write(Object value) {
        try {
            return CBOR.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot write " + value.getClass().getName(), e);
        }
    }

    private static <T> T read(byte[] bytes, Class<T> type) throws IOException {
        T value = CBOR.readValue(bytes, type);
        if (value == null) {
            throw new IOException("null in place of " + type.getSimpleName());
        }
        return value;
    }
}
