package org.holdfast.runtime.serialization;

import com.esotericsoftware.kryo.KryoException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.holdfast.ha.storage.Sha256;

/**
 * What the bytes of one class's objects depend on: names and types of its components or fields, and
 * of those of the classes it names as final types, which have no name of their own in the bytes.
 */
final class ClassLayout {

    private static final ClassValue<ClassLayout> LAYOUTS =
            new ClassValue<>() {
                @Override
                protected ClassLayout computeValue(Class<?> type) {
                    return new ClassLayout(type, describe(type, new HashSet<>()));
                }
            };

    private final Class<?> type;
    private final String description;
    private final long fingerprint;

    private ClassLayout(Class<?> type, String description) {
        this.type = type;
        this.description = description;
        this.fingerprint = fingerprintOf(description);
    }

    static ClassLayout of(Class<?> type) {
        return LAYOUTS.get(type);
    }

    /** Equal for equal layouts, and hardly ever for others. */
    long fingerprint() {
        return fingerprint;
    }

    /**
     * Checks that the layout is as it was.
     *
     * @throws KryoException if it is not
     */
    void check(long written) {
        if (written != fingerprint) {
            throw new KryoException(
                    "class "
                            + type.getName()
                            + " had other fields when this was written; now it has ("
                            + description
                            + "). Keep the class as it was, and give the new one another name");
        }
    }

    private static String describe(Class<?> type, Set<Class<?>> path) {
        if (type.isArray() || Enum.class.isAssignableFrom(type) || !path.add(type)) {
            return "";
        }
        List<String> parts = new ArrayList<>();
        if (type.isRecord()) {
            for (RecordComponent component : type.getRecordComponents()) {
                parts.add(typeName(component.getType(), path) + " " + component.getName());
            }
        } else {
            for (Field field : fieldsOf(type)) {
                parts.add(typeName(field.getType(), path) + " " + field.getName());
            }
        }
        path.remove(type);
        return String.join(", ", parts);
    }

    /** In the order they are written. */
    private static List<Field> fieldsOf(Class<?> type) {
        List<Field> fields = new ArrayList<>();
        for (Class<?> at = type; at != null && at != Object.class; at = at.getSuperclass()) {
            Arrays.stream(at.getDeclaredFields())
                    .filter(field -> !Modifier.isStatic(field.getModifiers()))
                    .filter(field -> !Modifier.isTransient(field.getModifiers()))
                    .filter(field -> !field.isSynthetic())
                    .forEach(fields::add);
        }
        fields.sort(Comparator.comparing(Field::getName));
        return fields;
    }

    private static String typeName(Class<?> type, Set<Class<?>> path) {
        boolean isOfTheJob = !type.isPrimitive() && type.getClassLoader() != null;
        return isOfTheJob && Modifier.isFinal(type.getModifiers())
                ? type.getTypeName() + "(" + describe(type, path) + ")"
                : type.getTypeName();
    }

    private static long fingerprintOf(String description) {
        byte[] described = description.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.wrap(Sha256.newDigest().digest(described)).getLong();
    }
}
