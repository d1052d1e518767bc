/**
 * Jobs that tests and benchmarks run, misbehaving ones among them. Written as a user would write
 * them.
 */
package org.holdfast.testjobs;
