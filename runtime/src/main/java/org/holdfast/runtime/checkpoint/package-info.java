/**
 * Consistent snapshots of whole jobs, and what becomes of them.
 *
 * <p>The JobManager's {@link org.holdfast.runtime.checkpoint.CheckpointCoordinator} tells the
 * sources of a job to put a {@link org.holdfast.runtime.network.CheckpointBarrier} between their
 * records. Tasks align the barriers of their inputs, take a {@link
 * org.holdfast.runtime.checkpoint.TaskSnapshot}, pass the barrier on, and acknowledge when their
 * snapshot is durable. When all have, the {@link
 * org.holdfast.runtime.checkpoint.CheckpointMetadata} is written and a pointer to it is committed:
 * the commit point. Only then tasks hear that the checkpoint is complete, and sinks make visible
 * what they staged for it.
 *
 * <p>Below {@code state.checkpoints.dir}, and in the directory of each savepoint:
 *
 * <pre>
 * JOB-ID/chk-EPOCH-NUMBER/_metadata                    one framed JSON document
 * JOB-ID/chk-EPOCH-NUMBER/VERTEX-SUBTASK-ATTEMPT       keyed state of one task; small state is kept
 *                                                      in _metadata instead
 * </pre>
 */
package org.holdfast.runtime.checkpoint;
