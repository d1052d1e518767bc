package org.holdfast.runtime.task;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.function.Function;
import org.holdfast.api.file.FileAccess;
import org.holdfast.runtime.network.DataPlane;
import org.holdfast.runtime.serialization.RecordSerializer;

/**
 * What all tasks of a TaskManager use.
 *
 * @param serializers makes a task's serializer for the classes of its job's class loader
 * @param cancellationInterval how often a cancelled task that still runs is interrupted again
 * @param cancellationTimeout when a cancelled task that still runs is a fatal error
 */
public record TaskEnvironment(
        DataPlane dataPlane,
        TaskCode.Loader code,
        FileAccess files,
        Function<ClassLoader, RecordSerializer> serializers,
        Duration cancellationInterval,
        Duration cancellationTimeout,
        FatalErrorHandler fatalErrors) {

    public TaskEnvironment {
        requireNonNull(dataPlane, "dataPlane");
        requireNonNull(code, "code");
        requireNonNull(files, "files");
        requireNonNull(serializers, "serializers");
        requireNonNull(cancellationInterval, "cancellationInterval");
        requireNonNull(cancellationTimeout, "cancellationTimeout");
        requireNonNull(fatalErrors, "fatalErrors");
    }
}
