package org.holdfast.runtime.rpc;

/** What an actor of this package takes. Only {@link Envelope} crosses processes. */
interface ActorMessage {}
