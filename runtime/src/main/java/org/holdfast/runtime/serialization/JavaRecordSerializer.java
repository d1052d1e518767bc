package org.holdfast.runtime.serialization;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import com.esotericsoftware.kryo.serializers.ImmutableSerializer;
import java.lang.invoke.MethodHandle;

/** Writes and reads the Java records of one class, by its {@link RecordLayout}. */
final class JavaRecordSerializer extends ImmutableSerializer<Object> {

    private final MethodHandle writer;
    private final MethodHandle reader;

    JavaRecordSerializer(Class<?> type) {
        RecordLayout layout = RecordLayout.of(type);
        this.writer = layout.writer();
        this.reader = layout.reader();
    }

    @Override
    public void write(Kryo kryo, Output output, Object value) {
        try {
            writer.invokeExact(kryo, (RecordOutput) output, value);
        } catch (Throwable e) {
            throw unchecked(e);
        }
    }

    @Override
    public Object read(Kryo kryo, Input input, Class<? extends Object> type) {
        try {
            return (Object) reader.invokeExact(kryo, (RecordInput) input);
        } catch (Throwable e) {
            throw unchecked(e);
        }
    }

    /** A record's own accessors and constructor may throw anything. */
    private static RuntimeException unchecked(Throwable e) {
        if (e instanceof Error error) {
            throw error;
        }
        return e instanceof RuntimeException known ? known : new KryoException(e);
    }
}
