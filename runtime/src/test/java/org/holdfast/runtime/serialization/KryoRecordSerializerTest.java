package org.holdfast.runtime.serialization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.holdfast.runtime.serialization.TestRecords.Bag;
import org.holdfast.runtime.serialization.TestRecords.Chain;
import org.holdfast.runtime.serialization.TestRecords.Circle;
import org.holdfast.runtime.serialization.TestRecords.Event;
import org.holdfast.runtime.serialization.TestRecords.Kind;
import org.holdfast.runtime.serialization.TestRecords.Nested;
import org.holdfast.runtime.serialization.TestRecords.NoDefaultConstructor;
import org.holdfast.runtime.serialization.TestRecords.Point;
import org.holdfast.runtime.serialization.TestRecords.Positive;
import org.holdfast.runtime.serialization.TestRecords.Primitives;
import org.holdfast.runtime.serialization.TestRecords.Square;
import org.holdfast.runtime.serialization.TestRecords.Tick;
import org.holdfast.runtime.serialization.TestRecords.WithPattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KryoRecordSerializerTest {

    private static final int MAX_BYTES = 1 << 20;

    private final RecordSerializer records = newSerializer();
    private final RecordEncoder encoder = records.encoder(MAX_BYTES);
    private final RecordDecoder decoder = newSerializer().decoder();

    private static KryoRecordSerializer newSerializer() {
        return new KryoRecordSerializer(KryoRecordSerializerTest.class.getClassLoader());
    }

    private byte[] encode(Object value) throws IOException {
        int length = encoder.encode(value);
        return Arrays.copyOf(encoder.array(), length);
    }

    private Object decode(byte[] bytes) throws IOException {
        decoder.wrap(bytes, 0, bytes.length);
        assertThat(decoder.hasNext()).isTrue();
        Object value = decoder.next();
        assertThat(decoder.hasNext()).isFalse();
        return value;
    }

    static Stream<Object> values() {
        Point point = new Point(1, Long.MIN_VALUE, "a");
        point.pointTo(new Point(2, 3, null));
        Map<String, Event> events = new HashMap<>();
        events.put("one", new Event(1, 2, "x", Kind.VIEW));
        events.put(null, null);
        return Stream.of(
                "",
                "word",
                "straße",
                "日本語 \uD83D\uDE00",
                "x".repeat(100_000),
                0L,
                Long.MIN_VALUE,
                Integer.MAX_VALUE,
                -1,
                1.5,
                1.5f,
                true,
                false,
                'c',
                (byte) 7,
                (short) -7,
                new byte[] {1, 2, 3},
                new long[] {1, -2},
                new BigDecimal("1.50"),
                BigInteger.TEN.pow(40),
                Instant.parse("2026-01-01T00:00:00.123456789Z"),
                Duration.ofMillis(-5),
                LocalDateTime.parse("2026-01-01T01:02:03"),
                ZonedDateTime.of(
                        LocalDateTime.parse("2026-01-01T01:02:03"), ZoneId.of("Europe/Berlin")),
                UUID.randomUUID(),
                Optional.of("x"),
                Kind.CLICK,
                Kind.VIEW,
                EnumSet.of(Kind.VIEW),
                new BitSet(),
                new ArrayList<>(Arrays.asList("a", null, 3)),
                new ArrayDeque<>(List.of(1, 2)).stream().toList(),
                new LinkedHashSet<>(List.of(3, 2, 1)),
                new TreeSet<>(List.of(3, 2, 1)),
                new LinkedHashMap<>(Map.of("a", List.of(1L))),
                new TreeMap<>(Map.of("a", new Tick())),
                List.of(),
                List.of(1),
                List.of(1, 2, 3),
                Set.of("a"),
                Map.of("a", 1, "b", 2),
                Arrays.asList(1, null),
                Collections.unmodifiableList(new ArrayList<>(List.of(1))),
                new String[] {"a", null},
                new Event[] {new Event(1, 2, "x", Kind.CLICK), null},
                new long[][] {{1}, {2, 3}},
                new Tick(),
                new Event(Long.MAX_VALUE, -1, "näme", Kind.VIEW),
                new Event(0, 0, null, null),
                new Primitives(true, (byte) -1, (short) -2, 'z', -3, -4, 5f, 6d, "7"),
                new Nested(new Event(1, 2, "x", Kind.VIEW), 3L, Instant.EPOCH, Kind.CLICK, 4),
                new Nested(null, null, null, null, null),
                new Bag(
                        List.of(new Circle(1), new Square(2)),
                        events,
                        new Square(3),
                        new Chain("a", new Chain("b", null)),
                        new int[] {1}),
                point);
    }

    @ParameterizedTest
    @MethodSource("values")
    void readsWhatItWrote(Object value) throws IOException {
        for (int i = 0; i < 3; i++) {
            assertThat(decode(encode(value))).usingRecursiveComparison().isEqualTo(value);
        }
    }

    @Test
    void readsManyRecordsFromOneBuffer() throws IOException {
        List<Object> values = values().toList();
        byte[] bytes = new byte[MAX_BYTES];
        int length = 100;
        for (Object value : values) {
            int size = encoder.encode(value);
            System.arraycopy(encoder.array(), 0, bytes, length, size);
            length += size;
        }
        decoder.wrap(bytes, 100, length - 100);
        for (Object value : values) {
            assertThat(decoder.hasNext()).isTrue();
            assertThat(decoder.next()).usingRecursiveComparison().isEqualTo(value);
        }
        assertThat(decoder.hasNext()).isFalse();
    }

    @Test
    void namesAClassOncePerStream() throws IOException {
        int first = encode(new Event(1, 2, "x", Kind.CLICK)).length;
        int second = encode(new Event(1, 2, "x", Kind.CLICK)).length;

        assertThat(first).isEqualTo(second + Event.class.getName().length() + 2);
        assertThat(second).isLessThan(24);
    }

    @Test
    void streamGoesOnAfterARecordThatCannotBeWritten() throws IOException {
        Object bad = new Bag(List.of(new Circle(1)), null, null, new Object(), null);
        assertThatThrownBy(() -> encode(bad)).isInstanceOf(IOException.class);

        assertThat(decode(encode(new Square(2)))).isEqualTo(new Square(2));
        assertThat(decode(encode(new Circle(3)))).isEqualTo(new Circle(3));
    }

    @Test
    void saysWhichClassCannotBeSerializedAndWhatToDo() {
        assertThatThrownBy(() -> encode(new NoDefaultConstructor(1)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(NoDefaultConstructor.class.getName())
                .hasMessageContaining("has no constructor without arguments")
                .hasMessageContaining("make the class a Java record");
        assertThatThrownBy(() -> encode(new WithPattern(Pattern.compile("x"))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("java.util.regex.Pattern")
                .hasMessageContaining(WithPattern.class.getName());
        Comparator<String> lambda = (a, b) -> 0;
        assertThatThrownBy(() -> encode(lambda))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("lambda");
        assertThatThrownBy(() -> encode(new ArrayList<>(List.of(1)) {}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("collection class of its own");
    }

    @Test
    void refusesARecordAboveTheLimit() throws IOException {
        RecordEncoder small = records.encoder(100);

        assertThatThrownBy(() -> small.encode("x".repeat(101)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("java.lang.String takes more than 100 bytes");
        assertThat(small.encode("x".repeat(90))).isLessThan(100);
    }

    @Test
    void refusesAnObjectThatContainsItself() {
        Point point = new Point(1, 1, "loop");
        point.pointTo(point);

        assertThatThrownBy(() -> encode(point))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("depth");
    }

    @Test
    void refusesValuesTheRecordsConstructorRefuses() throws IOException {
        byte[] bytes = encode(new Positive(7));
        bytes[bytes.length - 4] = 0;

        assertThatThrownBy(() -> decode(bytes))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("expected: > 0");
    }

    @Test
    void neverAllocatesMoreThanTheBytesCanHold() throws IOException {
        // Byte arrays, lists, maps, strings and arrays that announce 2^31 - 1 elements.
        byte[] huge = {(byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x07, 0, 0, 0};
        for (Object value :
                List.of(
                        new byte[0],
                        new byte[][] {},
                        "x",
                        new long[] {1},
                        new String[] {"x"},
                        new ArrayList<>(),
                        new HashMap<>(),
                        new TreeSet<>(),
                        List.of(1, 2, 3),
                        new BitSet(),
                        BigInteger.ONE)) {
            byte[] honest = encode(value);
            for (int at = 1; at < honest.length; at++) {
                byte[] forged = Arrays.copyOf(honest, at + huge.length);
                System.arraycopy(huge, 0, forged, at, huge.length);
                readAll(forged);
            }
        }
    }

    @Test
    void survivesRandomBytes() throws IOException {
        Random random = new Random(42);
        List<Object> values =
                values().filter(v -> !(v instanceof String s && s.length() > 99)).toList();
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = encode(values.get(random.nextInt(values.size())));
            for (int flips = random.nextInt(4); flips >= 0; flips--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            readAll(bytes);
        }
    }

    private void readAll(byte[] bytes) {
        RecordDecoder fresh = newDecoder();
        fresh.wrap(bytes, 0, bytes.length);
        try {
            while (fresh.hasNext()) {
                fresh.next();
            }
        } catch (IOException expected) {
            assertThat(expected).hasMessageContaining("record cannot be read");
        }
    }

    private RecordDecoder newDecoder() {
        return records.decoder();
    }
}
