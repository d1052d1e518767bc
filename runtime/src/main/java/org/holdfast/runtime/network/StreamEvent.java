package org.holdfast.runtime.network;

/** What flows between records. */
public sealed interface StreamEvent permits EndOfInput, Watermark, CheckpointBarrier {}
