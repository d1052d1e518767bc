package org.holdfast.runtime.serialization;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.SerializerFactory.BaseSerializerFactory;
import java.io.IOException;
import java.util.function.Function;

/**
 * Serializes frequent types by hand, Java records by their components, and everything else with
 * Kryo. References to one object from several places become copies; an object that contains itself
 * is refused.
 */
public final class KryoRecordSerializer implements RecordSerializer {

    /** How deep records may be nested. */
    private static final int MAX_DEPTH = 128;

    private final JobClasses classes;
    private final JobClassResolver resolver;
    private final Kryo kryo;
    private final RecordOutput output = new RecordOutput();

    private Class<?> lastClass;
    private ImmutableSize lastSize;

    /** Serializes the records of the job whose classes {@code jobClasses} loads. */
    public KryoRecordSerializer(ClassLoader jobClasses) {
        this.classes = new JobClasses(jobClasses);
        this.resolver = new JobClassResolver(classes);
        this.kryo = new Kryo(resolver, null);
        kryo.setClassLoader(jobClasses);
        kryo.setRegistrationRequired(false);
        kryo.setOptimizedGenerics(false);
        kryo.setMaxDepth(MAX_DEPTH);
        kryo.addDefaultSerializer(Record.class, new PerClass(JavaRecordSerializer::new));
        kryo.addDefaultSerializer(Object[].class, new PerClass(ArraySerializer::new));
        ValueTypes.registerIn(kryo);
    }

    @Override
    public RecordEncoder encoder(int maxRecordBytes) {
        return new KryoEncoder(kryo, resolver, output, maxRecordBytes);
    }

    @Override
    public RecordDecoder decoder() {
        return new KryoDecoder(kryo, resolver, classes);
    }

    @Override
    public int sizeIfImmutable(Object value) {
        Class<?> type = value.getClass();
        if (type != lastClass) {
            lastSize = ImmutableSize.of(type);
            lastClass = type;
        }
        return lastSize.of(value);
    }

    @Override
    public ClassLoader classLoader() {
        return classes.loader();
    }

    /** Creates a serializer for each class. */
    private static final class PerClass extends BaseSerializerFactory<Serializer<?>> {

        private final Function<Class<?>, Serializer<?>> constructor;

        PerClass(Function<Class<?>, Serializer<?>> constructor) {
            this.constructor = constructor;
        }

        @Override
        @SuppressWarnings("rawtypes")
        public Serializer<?> newSerializer(Kryo kryo, Class type) {
            return constructor.apply(type);
        }
    }

    /** What was thrown about a record, in one line. */
    static IOException failure(String what, Exception e) {
        Throwable root = e;
        while (root instanceof KryoException && root.getCause() != null) {
            root = root.getCause();
        }
        String reason = root.getMessage() == null ? root.toString() : root.getMessage();
        return new IOException(what + ": " + reason.replaceAll("\\s+", " "), e);
    }
}
