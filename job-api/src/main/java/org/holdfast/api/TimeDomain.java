package org.holdfast.api;

/** What clock a timer goes by. */
public enum TimeDomain {
    /** The progress of the records' own times, told by watermarks. */
    EVENT_TIME,
    /** The wall clock of the process. */
    PROCESSING_TIME
}
