/**
 * Where the JobManager is that leads, as the other processes learn it: from the coordination store
 * with high availability, from the configuration without.
 */
package org.holdfast.runtime.leader;
