package org.holdfast.runtime.serialization;

import com.esotericsoftware.kryo.KryoException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** The numbers of the job's classes in one stream, in the order they were first used. */
final class ClassNumbers {

    /** A stream that names more is refused by its reader. */
    static final int LIMIT = 65536;

    private final Map<Class<?>, Integer> numbers = new IdentityHashMap<>();
    private final List<Class<?>> classes = new ArrayList<>();

    int of(Class<?> type) {
        Integer number = numbers.get(type);
        return number != null ? number : add(type);
    }

    private int add(Class<?> type) {
        if (classes.size() == LIMIT) {
            throw new KryoException("records of more than " + LIMIT + " classes in one stream");
        }
        classes.add(type);
        numbers.put(type, classes.size() - 1);
        return classes.size() - 1;
    }

    int size() {
        return classes.size();
    }

    List<Class<?>> since(int size) {
        return classes.subList(size, classes.size());
    }

    void shrinkTo(int size) {
        List<Class<?>> dropped = since(size);
        dropped.forEach(numbers::remove);
        dropped.clear();
    }
}
