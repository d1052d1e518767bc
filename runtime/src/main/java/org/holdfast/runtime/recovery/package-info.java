/**
 * Jobs that outlive their JobManager: a {@link org.holdfast.runtime.dispatcher.JobRegistry} on the
 * typed stores of {@code ha-recovery}.
 */
package org.holdfast.runtime.recovery;
