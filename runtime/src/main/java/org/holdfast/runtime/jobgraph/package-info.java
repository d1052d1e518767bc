/**
 * What the user asked to run, as data: a {@link org.holdfast.runtime.jobgraph.JobGraph} of vertices
 * and edges, and the name of the jar that has the code. The client builds it by running {@code
 * Job.define}; every TaskManager builds it again and compares hashes, so that no code travels but
 * the jar itself.
 *
 * <p>Operators joined by forward edges of equal parallelism are chained into one vertex. A vertex
 * has one input: all edges into it carry records for its first operator.
 */
package org.holdfast.runtime.jobgraph;
