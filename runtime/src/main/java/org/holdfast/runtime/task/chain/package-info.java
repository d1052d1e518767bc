/**
 * The operators of one task, at work. Each {@link org.holdfast.runtime.task.chain.ChainLink} runs
 * one operator and is itself what the one before it puts its records into, so a record goes down
 * the chain by plain calls; at the chain's ends are sinks, and {@link
 * org.holdfast.runtime.task.chain.EdgeOutput}s that spread records over other tasks.
 */
package org.holdfast.runtime.task.chain;
