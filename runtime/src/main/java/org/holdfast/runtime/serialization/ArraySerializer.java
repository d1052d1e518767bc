package org.holdfast.runtime.serialization;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.lang.reflect.Array;

/** An array of objects as its length and its elements. */
final class ArraySerializer extends Serializer<Object[]> {

    private final Class<?> componentType;

    ArraySerializer(Class<?> arrayType) {
        this.componentType = arrayType.getComponentType();
    }

    @Override
    public void write(Kryo kryo, Output output, Object[] array) {
        output.writeVarInt(array.length, true);
        for (Object element : array) {
            kryo.writeClassAndObject(output, element);
        }
    }

    @Override
    public Object[] read(Kryo kryo, Input input, Class<? extends Object[]> type) {
        int length = ((RecordInput) input).checkedBytes(input.readVarInt(true), 1);
        Object[] array = (Object[]) Array.newInstance(componentType, length);
        for (int i = 0; i < length; i++) {
            array[i] = kryo.readClassAndObject(input);
        }
        return array;
    }
}
