/**
 * The operators of one task, at work. Each {@link org.holdfast.runtime.task.chain.ChainLink} runs
 * one operator and is itself what the one before it puts its records into, so a record goes down
 * the chain by plain calls; at the chain's ends are sinks, and {@link
 * org.holdfast.runtime.task.chain.EdgeOutput}s that spread records over other tasks.
 *
 * <p>Watermarks take the same way. Between records the task's thread fires timers and takes
 * snapshots: {@link org.holdfast.runtime.task.chain.OperatorChain#snapshot} asks every link for its
 * part and leaves what is slow to the {@link org.holdfast.runtime.task.chain.ChainSnapshot}.
 */
package org.holdfast.runtime.task.chain;
