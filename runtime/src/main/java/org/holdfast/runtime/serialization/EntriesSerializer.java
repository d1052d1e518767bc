package org.holdfast.runtime.serialization;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.util.Comparator;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.function.Supplier;

/** A map as its size and its entries. */
final class EntriesSerializer extends Serializer<Map<?, ?>> {

    private interface Creator {
        Map<Object, Object> create(Kryo kryo, Input input);
    }

    private final Creator creator;
    private final Function<Map<Object, Object>, Map<?, ?>> finisher;

    private EntriesSerializer(Creator creator, Function<Map<Object, Object>, Map<?, ?>> finisher) {
        this.creator = creator;
        this.finisher = finisher;
    }

    static EntriesSerializer of(Supplier<Map<Object, Object>> empty) {
        return of(empty, entries -> entries);
    }

    static EntriesSerializer of(
            Supplier<Map<Object, Object>> empty,
            Function<Map<Object, Object>, Map<?, ?>> finisher) {
        return new EntriesSerializer((kryo, input) -> empty.get(), finisher);
    }

    @SuppressWarnings("unchecked")
    static EntriesSerializer sorted(Function<Comparator<Object>, Map<Object, Object>> compared) {
        return new EntriesSerializer(
                (kryo, input) ->
                        compared.apply((Comparator<Object>) kryo.readClassAndObject(input)),
                entries -> entries);
    }

    @Override
    public void write(Kryo kryo, Output output, Map<?, ?> entries) {
        output.writeVarInt(entries.size(), true);
        if (entries instanceof SortedMap<?, ?> sorted) {
            kryo.writeClassAndObject(output, sorted.comparator());
        }
        for (Map.Entry<?, ?> entry : entries.entrySet()) {
            kryo.writeClassAndObject(output, entry.getKey());
            kryo.writeClassAndObject(output, entry.getValue());
        }
    }

    @Override
    public Map<?, ?> read(Kryo kryo, Input input, Class<? extends Map<?, ?>> type) {
        int size = ((RecordInput) input).checkedBytes(input.readVarInt(true), 2) / 2;
        Map<Object, Object> entries = creator.create(kryo, input);
        for (int i = 0; i < size; i++) {
            Object key = kryo.readClassAndObject(input);
            entries.put(key, kryo.readClassAndObject(input));
        }
        return finisher.apply(entries);
    }
}
