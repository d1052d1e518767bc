package org.holdfast.runtime.serialization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Serialization with a class loader of a job's own, as in a TaskManager. */
class JobClassesTest {

    /** Not a class of the job, though the job's loader finds it. */
    static final class Outsider {}

    /** Loads {@link TestRecords} and what is in it itself, everything else from its parent. */
    private static final class JobClassLoader extends ClassLoader {

        JobClassLoader() {
            super(JobClassesTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                if (loaded != null || !name.startsWith(TestRecords.class.getName())) {
                    return loaded != null ? loaded : super.loadClass(name, resolve);
                }
                try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
                    byte[] bytes = in.readAllBytes();
                    return defineClass(name, bytes, 0, bytes.length);
                } catch (IOException e) {
                    throw new ClassNotFoundException(name, e);
                }
            }
        }
    }

    private final ClassLoader loader = new JobClassLoader();
    private final RecordSerializer records = new KryoRecordSerializer(loader);

    private Object newEvent() throws ReflectiveOperationException {
        Class<?> kind = loader.loadClass(TestRecords.Kind.class.getName());
        Constructor<?> constructor =
                loader.loadClass(TestRecords.Event.class.getName())
                        .getDeclaredConstructor(long.class, long.class, String.class, kind);
        constructor.setAccessible(true);
        return constructor.newInstance(1, 2, "x", kind.getEnumConstants()[1]);
    }

    private static Object decode(RecordSerializer records, byte[] bytes) throws IOException {
        RecordDecoder decoder = records.decoder();
        decoder.wrap(bytes, 0, bytes.length);
        return decoder.next();
    }

    private static byte[] encode(RecordSerializer records, Object value) throws IOException {
        RecordEncoder encoder = records.encoder(1000);
        int length = encoder.encode(value);
        return Arrays.copyOf(encoder.array(), length);
    }

    @Test
    void readsAndWritesClassesOfTheJobsLoader() throws Exception {
        Object event = newEvent();
        assertThat(event).isNotInstanceOf(TestRecords.Event.class);

        assertThat(decode(records, encode(records, event))).isEqualTo(event);
        assertThat(records.sizeIfImmutable(event)).isPositive();
    }

    @Test
    void readsIntoTheReadersOwnClasses() throws Exception {
        byte[] bytes = encode(records, newEvent());

        RecordSerializer other = new KryoRecordSerializer(getClass().getClassLoader());
        assertThat(decode(other, bytes))
                .isEqualTo(new TestRecords.Event(1, 2, "x", TestRecords.Kind.VIEW));
    }

    @Test
    void refusesToWriteAClassOfAnotherLoader() {
        assertThatThrownBy(() -> encode(records, new Outsider()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(Outsider.class.getName())
                .hasMessageContaining("neither a class of the job nor a known value type");
    }

    @Test
    void refusesAClassNamedInTheBytesThatIsNotTheJobs() throws Exception {
        RecordSerializer attacker = new KryoRecordSerializer(getClass().getClassLoader());
        byte[] bytes = encode(attacker, new Outsider());

        assertThatThrownBy(() -> decode(records, bytes))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(Outsider.class.getName())
                .hasMessageContaining("neither a class of the job");
        for (String name :
                new String[] {
                    "java.lang.ProcessBuilder",
                    "javax.swing.JEditorPane",
                    "[Ljava.lang.Thread;",
                    "no.such.Class",
                    "",
                    "x".repeat(70_000)
                }) {
            RecordOutput forged = new RecordOutput(false);
            forged.start(100_000);
            forged.writeByte(Tags.CLASS_NAME);
            forged.writeString(name);
            assertThatThrownBy(() -> decode(records, forged.toBytes()))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void knowsWhatCannotBeChanged() {
        assertThat(records.sizeIfImmutable("word")).isBetween(40, 60);
        assertThat(records.sizeIfImmutable("x".repeat(1000))).isGreaterThan(1000);
        assertThat(records.sizeIfImmutable(7L)).isEqualTo(24);
        assertThat(records.sizeIfImmutable(TestRecords.Kind.VIEW)).isNotNegative();
        assertThat(records.sizeIfImmutable(new TestRecords.Tick())).isPositive();
        int small = records.sizeIfImmutable(new TestRecords.Event(1, 2, "x", null));
        int large = records.sizeIfImmutable(new TestRecords.Event(1, 2, "x".repeat(500), null));
        assertThat(large - small).isEqualTo(499);
        assertThat(
                        records.sizeIfImmutable(
                                new TestRecords.Nested(
                                        new TestRecords.Event(1, 2, "x".repeat(500), null),
                                        null,
                                        null,
                                        null,
                                        null)))
                .isGreaterThan(500);
    }

    @Test
    void knowsWhatMayBeChanged() {
        assertThat(records.sizeIfImmutable(new byte[1])).isEqualTo(-1);
        assertThat(records.sizeIfImmutable(new TestRecords.Point(1, 2, "x"))).isEqualTo(-1);
        assertThat(records.sizeIfImmutable(new TestRecords.Bag(null, null, null, null, null)))
                .isEqualTo(-1);
        assertThat(records.sizeIfImmutable(new TestRecords.Chain("x", null))).isEqualTo(-1);
        assertThat(records.sizeIfImmutable(java.util.List.of(1))).isEqualTo(-1);
    }
}
