package org.holdfast.runtime.serialization;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.util.Collection;
import java.util.Comparator;
import java.util.SortedSet;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * A collection as its size and its elements. Each element takes a byte at least, so a size is
 * checked before room is made for it.
 */
final class ElementsSerializer extends Serializer<Collection<?>> {

    private interface Creator {
        Collection<Object> create(Kryo kryo, Input input, int size);
    }

    private final Creator creator;
    private final Function<Collection<Object>, Collection<?>> finisher;

    private ElementsSerializer(
            Creator creator, Function<Collection<Object>, Collection<?>> finisher) {
        this.creator = creator;
        this.finisher = finisher;
    }

    static ElementsSerializer of(IntFunction<Collection<Object>> sized) {
        return of(sized, elements -> elements);
    }

    static ElementsSerializer of(
            IntFunction<Collection<Object>> sized,
            Function<Collection<Object>, Collection<?>> finisher) {
        return new ElementsSerializer((kryo, input, size) -> sized.apply(size), finisher);
    }

    @SuppressWarnings("unchecked")
    static ElementsSerializer sorted(Function<Comparator<Object>, Collection<Object>> compared) {
        return new ElementsSerializer(
                (kryo, input, size) ->
                        compared.apply((Comparator<Object>) kryo.readClassAndObject(input)),
                elements -> elements);
    }

    @Override
    public void write(Kryo kryo, Output output, Collection<?> elements) {
        output.writeVarInt(elements.size(), true);
        if (elements instanceof SortedSet<?> sorted) {
            kryo.writeClassAndObject(output, sorted.comparator());
        }
        for (Object element : elements) {
            kryo.writeClassAndObject(output, element);
        }
    }

    @Override
    public Collection<?> read(Kryo kryo, Input input, Class<? extends Collection<?>> type) {
        int size = ((RecordInput) input).checkedBytes(input.readVarInt(true), 1);
        Collection<Object> elements = creator.create(kryo, input, size);
        for (int i = 0; i < size; i++) {
            elements.add(kryo.readClassAndObject(input));
        }
        return finisher.apply(elements);
    }
}
