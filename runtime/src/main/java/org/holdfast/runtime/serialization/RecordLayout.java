package org.holdfast.runtime.serialization;

import static java.lang.invoke.MethodType.methodType;

import com.esotericsoftware.kryo.Kryo;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;

/**
 * How records of one class are written and read: their components one after the other, chained into
 * one method handle each way, which the JVM compiles as if it had been written by hand.
 *
 * @param writer {@code (Kryo, RecordOutput, Object)void}
 * @param reader {@code (Kryo, RecordInput)Object}
 */
record RecordLayout(MethodHandle writer, MethodHandle reader) {

    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

    private static final ClassValue<RecordLayout> LAYOUTS =
            new ClassValue<>() {
                @Override
                protected RecordLayout computeValue(Class<?> type) {
                    try {
                        return new RecordLayout(writerOf(type), readerOf(type));
                    } catch (IllegalAccessException e) {
                        throw new IllegalStateException("cannot look into record " + type, e);
                    }
                }
            };

    static RecordLayout of(Class<?> recordType) {
        return LAYOUTS.get(recordType);
    }

    /** A handle {@code (recordType)componentType}. */
    static MethodHandle getter(RecordComponent component) throws IllegalAccessException {
        component.getAccessor().setAccessible(true);
        return LOOKUP.unreflect(component.getAccessor());
    }

    private static MethodHandle writerOf(Class<?> type) throws IllegalAccessException {
        RecordComponent[] components = type.getRecordComponents();
        MethodHandle chain =
                MethodHandles.empty(
                        methodType(void.class, Kryo.class, RecordOutput.class, Object.class));
        for (int i = components.length - 1; i >= 0; i--) {
            MethodHandle write =
                    MethodHandles.filterArguments(
                                    ComponentCodecs.writer(components[i].getType()),
                                    2,
                                    getter(components[i]))
                            .asType(chain.type());
            chain = MethodHandles.foldArguments(chain, write);
        }
        return chain;
    }

    private static MethodHandle readerOf(Class<?> type) throws IllegalAccessException {
        Class<?>[] types =
                Arrays.stream(type.getRecordComponents())
                        .map(RecordComponent::getType)
                        .toArray(Class<?>[]::new);
        MethodHandle chain = LOOKUP.unreflectConstructor(canonicalConstructor(type, types));
        // (c0, c1, ..)R becomes (c1, .., kryo, input)R: the component read first is the last bound.
        for (int i = types.length - 1; i >= 0; i--) {
            MethodHandle read = ComponentCodecs.reader(types[i]);
            chain = MethodHandles.collectArguments(chain, i, read);
            if (i < types.length - 1) {
                chain = mergeSources(chain, i);
            }
        }
        if (types.length == 0) {
            chain = MethodHandles.dropArguments(chain, 0, Kryo.class, RecordInput.class);
        }
        return chain.asType(methodType(Object.class, Kryo.class, RecordInput.class));
    }

    /** {@code (.., kryo, input, kryo, input)} becomes {@code (.., kryo, input)}. */
    private static MethodHandle mergeSources(MethodHandle chain, int at) {
        int[] order = new int[chain.type().parameterCount()];
        Arrays.setAll(order, i -> i < at + 2 ? i : i - 2);
        return MethodHandles.permuteArguments(
                chain, chain.type().dropParameterTypes(at + 2, at + 4), order);
    }

    private static Constructor<?> canonicalConstructor(Class<?> type, Class<?>[] types) {
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor;
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("a record without its constructor: " + type, e);
        }
    }
}
