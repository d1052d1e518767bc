package org.holdfast.runtime.network;

/** The producer has finished; nothing follows on this channel. */
public record EndOfInput() implements StreamEvent {}
