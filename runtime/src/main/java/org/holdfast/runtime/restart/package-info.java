/**
 * Whether and when a job that failed is restarted. A {@link
 * org.holdfast.runtime.restart.RestartStrategy} belongs to one job, counts its failures, and says
 * for each how long to wait before the job restarts, or that it does not.
 */
package org.holdfast.runtime.restart;
