package org.holdfast.runtime.serialization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** State that is read with another version of the job's classes than it was written with. */
class StateSerializationTest {

    private static final String FIRST =
            """
            package job;
            public enum Color { RED, GREEN, BLUE; }
            record Point(int x, int y) {}
            final class Inner { long a; }
            class Outer { Inner inner = new Inner(); int n; }
            record Marked(Color color, Point at) {}
            """;

    @TempDir private Path directory;

    private ClassLoader compile(String name, String source) throws IOException {
        Path folder = Files.createDirectories(directory.resolve(name));
        Path file = Files.writeString(folder.resolve("Color.java"), source);
        int result =
                ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, "-proc:none", "-d", "" + folder, "" + file);
        assertThat(result).isZero();
        return loader(folder);
    }

    private static ClassLoader loader(Path folder) throws MalformedURLException {
        return new URLClassLoader(new URL[] {folder.toUri().toURL()});
    }

    private static Object create(ClassLoader loader, String type, Object... arguments)
            throws ReflectiveOperationException {
        var constructor = loader.loadClass("job." + type).getDeclaredConstructors()[0];
        constructor.setAccessible(true);
        return constructor.newInstance(arguments);
    }

    private static Enum<?> color(ClassLoader loader, String name)
            throws ReflectiveOperationException {
        for (Object constant : loader.loadClass("job.Color").getEnumConstants()) {
            if (constant.toString().equals(name)) {
                return (Enum<?>) constant;
            }
        }
        throw new AssertionError(name);
    }

    private static byte[] write(ClassLoader loader, Object value) throws IOException {
        RecordEncoder encoder = new KryoRecordSerializer(loader).forState().encoder(10_000);
        int length = encoder.encode(value);
        return Arrays.copyOf(encoder.array(), length);
    }

    private static Object read(ClassLoader loader, byte[] bytes) throws IOException {
        RecordDecoder decoder = new KryoRecordSerializer(loader).forState().decoder();
        decoder.wrap(bytes, 0, bytes.length);
        return decoder.next();
    }

    @Test
    @SuppressWarnings({"unchecked", "rawtypes"}) // an enum that is only known at run time
    void findsConstantsByNameAfterTheEnumWasReordered() throws Exception {
        ClassLoader before = compile("before", FIRST);
        ClassLoader after = compile("after", FIRST.replace("RED, GREEN, BLUE", "BLUE, TEAL, RED"));
        Enum blue = color(before, "BLUE");
        Object point = create(before, "Point", 1, 2);

        assertThat(read(after, write(before, blue))).isSameAs(color(after, "BLUE"));
        assertThat(read(after, write(before, EnumSet.of(blue))))
                .isEqualTo(EnumSet.of((Enum) color(after, "BLUE")));
        assertThat(read(after, write(before, create(before, "Marked", blue, point))))
                .hasToString("Marked[color=BLUE, at=Point[x=1, y=2]]");
        assertThat(read(after, write(before, create(before, "Marked", null, null))))
                .hasToString("Marked[color=null, at=null]");
    }

    @Test
    void refusesAConstantThatIsGone() throws Exception {
        ClassLoader before = compile("before", FIRST);
        ClassLoader after = compile("after", FIRST.replace("GREEN, ", ""));
        Enum<?> green = color(before, "GREEN");
        for (Object value : new Object[] {green, create(before, "Marked", green, null)}) {
            byte[] bytes = write(before, value);
            assertThatThrownBy(() -> read(after, bytes))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("enum job.Color has no constant GREEN");
        }
    }

    @Test
    void refusesARecordWhoseComponentsHaveChanged() throws Exception {
        ClassLoader before = compile("before", FIRST);
        Object point = create(before, "Point", 1, 2);
        for (String changed :
                new String[] {"int y, int x", "int x, long y", "int x", "int x, int z"}) {
            ClassLoader after = compile("after " + changed, FIRST.replace("int x, int y", changed));
            for (Object value : new Object[] {point, create(before, "Marked", null, point)}) {
                byte[] bytes = write(before, value);
                assertThatThrownBy(() -> read(after, bytes))
                        .as(changed)
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("had other fields when this was written; now it has")
                        .hasMessageContaining(changed.split(",")[0]);
            }
        }
    }

    @Test
    void refusesAClassWhoseFieldsHaveChangedAlsoThroughOneItContains() throws Exception {
        ClassLoader before = compile("before", FIRST);
        byte[] bytes = write(before, create(before, "Outer"));
        assertThat(read(compile("same", FIRST), bytes)).isNotNull();
        for (String changed : new String[] {"long b", "int a", "long a; long b"}) {
            ClassLoader after = compile("after " + changed, FIRST.replace("long a", changed));
            assertThatThrownBy(() -> read(after, bytes))
                    .as(changed)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("class job.Outer had other fields");
        }
    }
}
