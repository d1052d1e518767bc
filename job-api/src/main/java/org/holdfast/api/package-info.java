/**
 * What a user's job compiles against: a {@link org.holdfast.api.Job} defines a {@link
 * org.holdfast.api.Dataflow} of sources, functions and sinks.
 *
 * <p>{@code Job.define} is run by the client, to check the job and to build its graph, and again by
 * every TaskManager for every subtask it is given. It must therefore be deterministic: the same
 * arguments define the same graph. In return, functions are never serialized: each subtask has
 * instances of its own, which one thread calls, so they may hold plain fields.
 *
 * <p>With checkpoints every record counts exactly once, whatever fails. Sources say where to read
 * on ({@link org.holdfast.api.SplitPosition}); state and timers that belong to keys are part of
 * checkpoints, fields of functions are not; sinks stage what they are given until its checkpoint is
 * committed ({@link org.holdfast.api.Sink}).
 */
package org.holdfast.api;
