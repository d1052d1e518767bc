/** JMH benchmarks; {@code docs/benchmarks.md} says how to run them and what they gave. */
package org.holdfast.runtime.benchmark;
