/**
 * Kills processes of a running session and sees what becomes of its jobs. Programs, not tests: the
 * scripts in {@code integration-tests/faults} and {@code integration-tests/benchmarks} start them.
 */
package org.holdfast.faults;
