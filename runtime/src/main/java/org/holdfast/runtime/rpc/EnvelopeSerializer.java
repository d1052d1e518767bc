package org.holdfast.runtime.rpc;

import akka.serialization.SerializerWithStringManifest;
import java.io.IOException;
import java.io.NotSerializableException;

/**
 * Lets Akka carry {@link Envelope}s, and nothing else of ours. Akka creates it by its name. Bytes
 * it refuses are logged and dropped by Akka; they have reached no actor.
 */
public final class EnvelopeSerializer extends SerializerWithStringManifest {

    private static final int IDENTIFIER = 0x484F4C44;
    private static final String MANIFEST = "envelope";

    @Override
    public int identifier() {
        return IDENTIFIER;
    }

    @Override
    public String manifest(Object message) {
        return MANIFEST;
    }

    @Override
    public byte[] toBinary(Object message) {
        if (message instanceof Envelope envelope) {
            return MessageCodec.encode(envelope);
        }
        throw new IllegalArgumentException(
                "cannot write " + message.getClass().getName() + " (expected: Envelope)");
    }

    @Override
    public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
        if (!manifest.equals(MANIFEST)) {
            throw new NotSerializableException(
                    "manifest '" + manifest + "' (expected: '" + MANIFEST + "')");
        }
        try {
            return MessageCodec.decodeEnvelope(bytes);
        } catch (IOException | IllegalArgumentException e) {
            throw new NotSerializableException("not an envelope: " + e.getMessage());
        }
    }
}
