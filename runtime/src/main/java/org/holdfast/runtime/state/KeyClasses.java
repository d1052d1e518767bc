package org.holdfast.runtime.state;

import java.lang.reflect.RecordComponent;
import java.util.HashSet;
import java.util.Set;

/**
 * Which classes keys must not be of: those whose hash code is another in every process. Records of
 * one key would go to several subtasks, and its state would not be found after a restore.
 */
public final class KeyClasses {

    private static final ClassValue<String> FAULTS =
            new ClassValue<>() {
                @Override
                protected String computeValue(Class<?> type) {
                    return fault(type, new HashSet<>());
                }
            };

    private KeyClasses() {}

    /**
     * Checks that keys can be of a class, as far as its declaration tells.
     *
     * @throws IllegalArgumentException if not; names the class and says what to use instead
     */
    public static void check(Class<?> type) {
        String fault = FAULTS.get(type);
        if (!fault.isEmpty()) {
            throw new IllegalArgumentException(
                    "Keys cannot be of class "
                            + type.getName()
                            + ": "
                            + fault
                            + ", so its hash code is another in every process.");
        }
    }

    /** What is wrong with a class and what to use instead; empty if nothing is. */
    private static String fault(Class<?> type, Set<Class<?>> path) {
        if (type.isPrimitive() || type.isInterface() || type == Object.class || !path.add(type)) {
            return "";
        } else if (Enum.class.isAssignableFrom(type)) {
            return "it is an enum (use its name())";
        } else if (type.isArray()) {
            return "it is an array (use a List)";
        } else if (type.isRecord()) {
            return faultOfComponents(type, path);
        }
        return hasOwnHashCode(type) ? "" : "it has no hashCode() of its own (make it a record)";
    }

    private static String faultOfComponents(Class<?> type, Set<Class<?>> path) {
        for (RecordComponent component : type.getRecordComponents()) {
            String fault = fault(component.getType(), path);
            if (!fault.isEmpty()) {
                return "of its component '" + component.getName() + "' " + fault;
            }
        }
        return "";
    }

    private static boolean hasOwnHashCode(Class<?> type) {
        try {
            return type.getMethod("hashCode").getDeclaringClass() != Object.class;
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("an object without hashCode(): " + type, e);
        }
    }
}
