/**
 * For tests of users' own sources and sinks. Needs no test framework: what does not hold is an
 * {@link java.lang.AssertionError}.
 */
package org.holdfast.api.testing;
