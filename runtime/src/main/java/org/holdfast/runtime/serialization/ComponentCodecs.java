package org.holdfast.runtime.serialization;

import static java.lang.invoke.MethodType.methodType;

import com.esotericsoftware.kryo.Kryo;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Modifier;
import java.util.Map;

/**
 * How a component of a Java record is written and read, by its declared type. A type that says all
 * about its values needs no class in the bytes.
 */
final class ComponentCodecs {

    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

    private static final Map<Class<?>, String> PRIMITIVES =
            Map.of(
                    boolean.class, "Boolean",
                    byte.class, "Byte",
                    short.class, "Short",
                    char.class, "Char",
                    int.class, "Int",
                    long.class, "Long",
                    float.class, "Float",
                    double.class, "Double");

    private ComponentCodecs() {}

    /** A handle {@code (Kryo, RecordOutput, type)void}. */
    static MethodHandle writer(Class<?> type) throws IllegalAccessException {
        if (type.isPrimitive()) {
            // Kryo takes the small ones as int or byte.
            Class<?> taken = type == short.class ? int.class : type;
            return ignoringKryo(
                    output("write" + PRIMITIVES.get(type), taken)
                            .asType(methodType(void.class, RecordOutput.class, type)));
        }
        if (type == String.class) {
            return ignoringKryo(output("writeString", String.class));
        }
        if (type == Long.class) {
            return ignoringKryo(own("writeLong", void.class, RecordOutput.class, Long.class));
        }
        if (type.isEnum()) {
            return ignoringKryo(
                    own("writeEnum", void.class, RecordOutput.class, Enum.class)
                            .asType(methodType(void.class, RecordOutput.class, type)));
        }
        MethodHandle nested =
                isFinal(type)
                        ? MethodHandles.insertArguments(
                                own(
                                        "writeOf",
                                        void.class,
                                        Class.class,
                                        Kryo.class,
                                        RecordOutput.class,
                                        Object.class),
                                0,
                                type)
                        : own("writeAny", void.class, Kryo.class, RecordOutput.class, Object.class);
        return nested.asType(methodType(void.class, Kryo.class, RecordOutput.class, type));
    }

    /** A handle {@code (Kryo, RecordInput)type}. */
    static MethodHandle reader(Class<?> type) throws IllegalAccessException {
        if (type.isPrimitive()) {
            return ignoringKryo(input("read" + PRIMITIVES.get(type), type));
        }
        if (type == String.class) {
            return ignoringKryo(input("readString", String.class));
        }
        if (type == Long.class) {
            return ignoringKryo(own("readLong", Long.class, RecordInput.class));
        }
        if (type.isEnum()) {
            return ignoringKryo(
                    own("readEnum", Object.class, EnumConstants.class, RecordInput.class)
                            .bindTo(EnumConstants.of(type))
                            .asType(methodType(type, RecordInput.class)));
        }
        MethodHandle nested =
                isFinal(type)
                        ? own("readOf", Object.class, Class.class, Kryo.class, RecordInput.class)
                                .bindTo(type)
                        : own("readAny", Object.class, Kryo.class, RecordInput.class);
        return nested.asType(methodType(type, Kryo.class, RecordInput.class));
    }

    private static boolean isFinal(Class<?> type) {
        Class<?> element = type;
        while (element.isArray()) {
            element = element.getComponentType();
        }
        return Modifier.isFinal(element.getModifiers());
    }

    private static MethodHandle ignoringKryo(MethodHandle handle) {
        return MethodHandles.dropArguments(handle, 0, Kryo.class);
    }

    private static MethodHandle output(String name, Class<?> taken) throws IllegalAccessException {
        return find(
                () -> LOOKUP.findVirtual(RecordOutput.class, name, methodType(void.class, taken)));
    }

    private static MethodHandle input(String name, Class<?> type) throws IllegalAccessException {
        return find(() -> LOOKUP.findVirtual(RecordInput.class, name, methodType(type)));
    }

    private static MethodHandle own(String name, Class<?> result, Class<?>... parameters)
            throws IllegalAccessException {
        return find(
                () ->
                        LOOKUP.findStatic(
                                ComponentCodecs.class, name, methodType(result, parameters)));
    }

    private interface Search {
        MethodHandle run() throws NoSuchMethodException, IllegalAccessException;
    }

    private static MethodHandle find(Search search) throws IllegalAccessException {
        try {
            return search.run();
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(e);
        }
    }

    // What the handles call.

    static void writeLong(RecordOutput output, Long value) {
        output.writeByte(value == null ? 0 : 1);
        if (value != null) {
            output.writeLong(value);
        }
    }

    static Long readLong(RecordInput input) {
        return input.readByte() == 0 ? null : (Long) input.readLong();
    }

    static void writeEnum(RecordOutput output, Enum<?> value) {
        EnumConstants.write(output, value);
    }

    static Object readEnum(EnumConstants constants, RecordInput input) {
        return constants.read(input);
    }

    static void writeOf(Class<?> type, Kryo kryo, RecordOutput output, Object value) {
        kryo.writeObjectOrNull(output, value, type);
    }

    static Object readOf(Class<?> type, Kryo kryo, RecordInput input) {
        return kryo.readObjectOrNull(input, type);
    }

    static void writeAny(Kryo kryo, RecordOutput output, Object value) {
        kryo.writeClassAndObject(output, value);
    }

    static Object readAny(Kryo kryo, RecordInput input) {
        return kryo.readClassAndObject(input);
    }
}
