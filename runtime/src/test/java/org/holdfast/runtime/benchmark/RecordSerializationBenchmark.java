package org.holdfast.runtime.benchmark;

import java.io.IOException;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.holdfast.runtime.serialization.KryoRecordSerializer;
import org.holdfast.runtime.serialization.RecordDecoder;
import org.holdfast.runtime.serialization.RecordEncoder;
import org.holdfast.runtime.serialization.RecordSerializer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** Time per record: into a buffer as the data plane does it, and back out of it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class RecordSerializationBenchmark {

    private static final int RECORDS = 1000;

    /** As in the StateMachine example. */
    public enum Kind {
        CLICK,
        VIEW,
        BUY
    }

    public record Event(long id, long time, String name, Kind kind) {}

    public record WordCount(String word, Long count) {}

    /** A class as jobs had them before records. */
    public static final class Reading {
        private long sensor;
        private String place;
        private double value;

        public Reading() {}

        Reading(long sensor, String place, double value) {
            this.sensor = sensor;
            this.place = place;
            this.value = value;
        }
    }

    @Param({"Word", "Long", "Event", "WordCount", "Reading"})
    public String type;

    private final Object[] values = new Object[RECORDS];
    private final byte[] buffer = new byte[RECORDS * 200];
    private RecordEncoder encoder;
    private RecordDecoder decoder;

    @Setup
    public void open() throws IOException {
        Random random = new Random(1);
        for (int i = 0; i < RECORDS; i++) {
            values[i] = newValue(i, "word" + random.nextInt(1000), random);
        }
        RecordSerializer records = newSerializer();
        encoder = records.encoder(buffer.length);
        decoder = records.decoder();
        decoder.wrap(buffer, 0, write());
        while (decoder.hasNext()) {
            decoder.next();
        }
    }

    RecordSerializer newSerializer() {
        return new KryoRecordSerializer(getClass().getClassLoader());
    }

    private Object newValue(int i, String word, Random random) {
        return switch (type) {
            case "Word" -> word;
            case "Long" -> random.nextLong() >>> random.nextInt(Long.SIZE);
            case "Event" -> new Event(i, 1_700_000_000_000L + i, word, Kind.values()[i % 3]);
            case "WordCount" -> new WordCount(word, (long) i);
            default -> new Reading(i, word, random.nextDouble());
        };
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public int write() throws IOException {
        int position = 0;
        for (Object value : values) {
            int length = encoder.encode(value);
            System.arraycopy(encoder.array(), 0, buffer, position, length);
            position += length;
        }
        return position;
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public void writeAndRead(Blackhole blackhole) throws IOException {
        decoder.wrap(buffer, 0, write());
        while (decoder.hasNext()) {
            blackhole.consume(decoder.next());
        }
    }
}
