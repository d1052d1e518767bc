package org.holdfast.api;

/** The end of a stream. */
public interface DataSink {

    /** Sets how many subtasks the sink has, 1 to 128. */
    DataSink parallelism(int parallelism);
}
