package org.holdfast.runtime.serialization;

import static java.util.Objects.requireNonNull;

import com.esotericsoftware.kryo.KryoException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;

/**
 * Which classes beside the fixed value types a job's records may be of: those its own class loader
 * loaded, if Kryo can write and create them. Nothing else is accepted from a record or by name.
 */
final class JobClasses {

    private static final int MAX_NAME_LENGTH = 1024;

    private final ClassLoader loader;

    JobClasses(ClassLoader loader) {
        this.loader = requireNonNull(loader, "loader");
    }

    ClassLoader loader() {
        return loader;
    }

    /**
     * Finds a class whose name came from outside. Does not initialize it.
     *
     * @throws KryoException if there is none, or it is not the job's
     */
    Class<?> find(String name) {
        if (name == null || name.isEmpty() || name.length() > MAX_NAME_LENGTH) {
            throw new KryoException("not the name of a class");
        }
        try {
            Class<?> type = Class.forName(name, false, loader);
            check(type);
            return type;
        } catch (ClassNotFoundException | LinkageError e) {
            throw new KryoException("class " + name + " is not in the job's jar", e);
        }
    }

    /**
     * Checks that records, or parts of them, may be of a class.
     *
     * @throws KryoException naming the class and what to do
     */
    void check(Class<?> type) {
        if (type.isArray()) {
            if (!isValueType(type.getComponentType())) {
                check(type.getComponentType());
            }
            return;
        }
        if (type.isHidden()) {
            throw refuse(type, "is a lambda or hidden class", "use a named class");
        }
        if (type.getClassLoader() != loader) {
            throw refuse(
                    type,
                    "is neither a class of the job nor a known value type",
                    "use the job's own records, String, numbers, java.time or plain java.util"
                            + " collections");
        }
        if (!type.isEnum() && !type.isRecord() && !type.isInterface()) {
            checkPlainClass(type);
        }
    }

    private void checkPlainClass(Class<?> type) {
        if (Enum.class.isAssignableFrom(type)) {
            return;
        }
        if (Collection.class.isAssignableFrom(type) || Map.class.isAssignableFrom(type)) {
            throw refuse(
                    type, "is a collection class of its own", "put a java.util one in a field");
        }
        Class<?> parent = type.getSuperclass();
        if (parent != Object.class && parent.getClassLoader() != loader) {
            throw refuse(type, "extends " + parent.getName(), "use a Java record");
        }
        if (Arrays.stream(type.getDeclaredConstructors())
                .noneMatch(constructor -> constructor.getParameterCount() == 0)) {
            throw refuse(
                    type,
                    "has no constructor without arguments",
                    "add one (it may be private), or make the class a Java record");
        }
    }

    private static boolean isValueType(Class<?> type) {
        return type.isPrimitive() || type == Object.class || ValueTypes.contains(type);
    }

    private static KryoException refuse(Class<?> type, String why, String whatToDo) {
        return new KryoException("class " + type.getName() + " " + why + ": " + whatToDo);
    }
}
