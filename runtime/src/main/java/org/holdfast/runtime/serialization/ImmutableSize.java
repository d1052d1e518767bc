package org.holdfast.runtime.serialization;

import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * How large the objects of one class are on the heap, if nothing can change them: strings, boxed
 * and other values of the JDK, enums, and Java records all of whose components are declared as such
 * types. Sizes are estimates for 64-bit JVMs with compressed pointers.
 */
final class ImmutableSize {

    private static final int HEADER = 16;
    private static final int STRING = 48;
    private static final int BIG_NUMBER = 96;
    private static final int REFERENCE = 4;

    private static final Map<Class<?>, Integer> VALUES =
            Map.ofEntries(
                    Map.entry(Boolean.class, HEADER),
                    Map.entry(Byte.class, HEADER),
                    Map.entry(Short.class, HEADER),
                    Map.entry(Character.class, HEADER),
                    Map.entry(Integer.class, HEADER),
                    Map.entry(Long.class, 24),
                    Map.entry(Float.class, HEADER),
                    Map.entry(Double.class, 24),
                    Map.entry(UUID.class, 32),
                    Map.entry(Instant.class, 24),
                    Map.entry(Duration.class, 24),
                    Map.entry(LocalDate.class, 24),
                    Map.entry(LocalTime.class, 24),
                    Map.entry(LocalDateTime.class, 72),
                    Map.entry(BigInteger.class, BIG_NUMBER),
                    Map.entry(BigDecimal.class, BIG_NUMBER));

    private static final ImmutableSize CHANGEABLE = new ImmutableSize(-1, false, List.of());

    private static final ClassValue<ImmutableSize> SIZES =
            new ClassValue<>() {
                @Override
                protected ImmutableSize computeValue(Class<?> type) {
                    return compute(type, new HashSet<>());
                }
            };

    /** A component whose size differs from record to record; {@code getter} is (Object)Object. */
    private record Part(MethodHandle getter, ImmutableSize size) {}

    private final int fixed;
    private final boolean isString;
    private final Part[] parts;

    private ImmutableSize(int fixed, boolean isString, List<Part> parts) {
        this.fixed = fixed;
        this.isString = isString;
        this.parts = parts.toArray(Part[]::new);
    }

    static ImmutableSize of(Class<?> type) {
        return SIZES.get(type);
    }

    boolean isImmutable() {
        return fixed >= 0;
    }

    /** An estimate in bytes; -1 if objects of the class may be changed. */
    int of(Object value) {
        if (isString) {
            return fixed + ((String) value).length();
        }
        int size = fixed;
        for (Part part : parts) {
            size += sizeOf(part, value);
        }
        return size;
    }

    private static int sizeOf(Part part, Object owner) {
        Object value;
        try {
            value = (Object) part.getter().invokeExact(owner);
        } catch (Throwable e) {
            throw new IllegalStateException("cannot read a component of " + owner.getClass(), e);
        }
        return value == null ? 0 : part.size().of(value);
    }

    private static ImmutableSize compute(Class<?> type, Set<Class<?>> path) {
        Integer known = VALUES.get(type);
        if (known != null) {
            return new ImmutableSize(known, false, List.of());
        }
        if (type == String.class) {
            return new ImmutableSize(STRING, true, List.of());
        }
        if (Enum.class.isAssignableFrom(type)) {
            return new ImmutableSize(0, false, List.of());
        }
        // One that contains itself may be of any depth: not measured, so not shared.
        return type.isRecord() && path.add(type) ? computeRecord(type, path) : CHANGEABLE;
    }

    private static ImmutableSize computeRecord(Class<?> type, Set<Class<?>> path) {
        int fixed = HEADER;
        List<Part> parts = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            if (component.getType().isPrimitive()) {
                fixed += Long.BYTES;
                continue;
            }
            ImmutableSize size = compute(component.getType(), path);
            if (size.fixed < 0) {
                return CHANGEABLE;
            }
            fixed += REFERENCE;
            if (size.isString || size.parts.length > 0) {
                parts.add(new Part(genericGetter(component), size));
            } else {
                fixed += size.fixed;
            }
        }
        path.remove(type);
        return new ImmutableSize(fixed, false, parts);
    }

    private static MethodHandle genericGetter(RecordComponent component) {
        try {
            return RecordLayout.getter(component).asType(methodType(Object.class, Object.class));
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("cannot look into " + component, e);
        }
    }
}
