/**
 * A job whose output proves whether it was processed exactly once, and the checker that reads the
 * proof.
 *
 * <p>{@link org.holdfast.selfcheck.SelfCheckingJob} numbers its records and keeps one hash chain
 * per key; each record leaves one line with its place in the chain. {@link
 * org.holdfast.selfcheck.OutputChecker} reads nothing but committed files: each number must be
 * there once, and each key's lines must form one unbroken chain. A record that was lost or counted
 * twice shows as such; state that went back, forked or changed shows as a broken chain even where
 * every number is there.
 */
package org.holdfast.selfcheck;
