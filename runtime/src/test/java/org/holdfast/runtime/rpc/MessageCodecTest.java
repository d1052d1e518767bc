package org.holdfast.runtime.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.serialization.Serializer;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import java.io.IOException;
import java.io.NotSerializableException;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageCodecTest {

    private static final Envelope ENVELOPE =
            new Envelope("app", 3, "tm", 4, 5, "heartbeat", true, new byte[] {1, 2});

    static Stream<RpcMessage> messages() {
        return TestMessages.all().stream();
    }

    @ParameterizedTest
    @MethodSource("messages")
    void readsWhatItWrote(RpcMessage message) throws IOException {
        byte[] bytes = MessageCodec.encode(message);
        assertThat(MessageCodec.decode(MessageCodec.kindOf(message), bytes)).isEqualTo(message);
    }

    @Test
    void everyMessageTypeIsTested() {
        assertThat(messages().map(Object::getClass).toList())
                .containsExactlyInAnyOrder(RpcMessage.class.getPermittedSubclasses());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "java.lang.Runtime", "envelope", "Heartbeat"})
    void refusesKindsThatAreNotOnTheList(String kind) {
        assertThatThrownBy(() -> MessageCodec.decode(kind, new byte[] {(byte) 0xa0}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("unknown kind '" + kind + "'");
    }

    @Test
    void refusesMissingUnknownAndWrongFieldsAndLeftovers() throws IOException {
        CBORMapper cbor = new CBORMapper();
        Map<String, Object> good = Map.of("question", 1, "maxBytes", 2);
        assertThat(MessageCodec.decode("read-log", cbor.writeValueAsBytes(good)))
                .isEqualTo(new RpcMessage.ReadLog(1, 2));
        for (Object bad :
                new Object[] {
                    Map.of("question", 1),
                    Map.of("question", 1, "maxBytes", 2, "class", "java.lang.Runtime"),
                    Map.of("question", 1, "maxBytes", "many"),
                    Map.of("question", 1, "maxBytes", 1L << 40),
                    new int[] {1, 2},
                    "text"
                }) {
            byte[] bytes = cbor.writeValueAsBytes(bad);
            assertThatThrownBy(() -> MessageCodec.decode("read-log", bytes))
                    .isInstanceOf(IOException.class);
        }
        byte[] bytes = cbor.writeValueAsBytes(good);
        assertThatThrownBy(
                        () ->
                                MessageCodec.decode(
                                        "read-log", Arrays.copyOf(bytes, bytes.length + 1)))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> MessageCodec.decode("shut-down", cbor.writeValueAsBytes(null)))
                .isInstanceOf(IOException.class);
    }

    @Test
    void garbageIsRefusedWithAnIoExceptionOrReadAsSomeMessage() {
        Random random = new Random(42);
        for (RpcMessage message : TestMessages.all()) {
            byte[] good = MessageCodec.encode(message);
            String kind = MessageCodec.kindOf(message);
            for (int i = 0; i < 2000; i++) {
                byte[] bad = good.clone();
                for (int flips = random.nextInt(4); flips >= 0; flips--) {
                    bad[random.nextInt(bad.length)] = (byte) random.nextInt();
                }
                decodeOrRefuse(kind, Arrays.copyOf(bad, random.nextInt(bad.length + 4)));
            }
        }
    }

    private static void decodeOrRefuse(String kind, byte[] bytes) {
        try {
            assertThat(MessageCodec.decode(kind, bytes)).isInstanceOf(RpcMessage.class);
        } catch (IOException refused) {
            assertThat(refused).hasMessageNotContaining("OutOfMemory");
        }
    }

    @Test
    void akkaCarriesEnvelopesOnly() throws Exception {
        EnvelopeSerializer serializer = new EnvelopeSerializer();
        assertThat(serializer.fromBinary(serializer.toBinary(ENVELOPE), serializer.manifest("")))
                .usingRecursiveComparison()
                .isEqualTo(ENVELOPE);
        assertThatThrownBy(() -> serializer.toBinary("text"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> serializer.fromBinary(serializer.toBinary(ENVELOPE), "other"))
                .isInstanceOf(NotSerializableException.class)
                .hasMessageContaining("other");
        byte[] garbage = new byte[100];
        new Random(7).nextBytes(garbage);
        assertThatThrownBy(() -> serializer.fromBinary(garbage, "envelope"))
                .isInstanceOf(NotSerializableException.class);
    }

    @Test
    void akkaWritesNoJavaSerialization() throws Exception {
        try (RpcSystem system = RpcSystem.local(TestLinks.SETTINGS)) {
            assertThatThrownBy(
                            () ->
                                    akka.serialization.SerializationExtension.get(system.actors())
                                            .serializerFor(java.util.ArrayList.class)
                                            .toBinary(new java.util.ArrayList<>()))
                    .isInstanceOf(Exception.class);
            Serializer refuses =
                    akka.serialization.SerializationExtension.get(system.actors())
                            .serializerFor(java.util.ArrayList.class);
            assertThat(refuses.getClass().getSimpleName()).contains("Disabled");
        }
    }
}
