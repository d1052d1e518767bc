/** The benchmarks' keyed count, on Flink. */
package org.holdfast.comparison;
