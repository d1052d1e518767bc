/**
 * Measures what comes out of a job, record by record, inside its sinks: pauses, pace, and what was
 * processed before. Depends on the JDK alone, so that jobs of other systems can be measured, too.
 *
 * <p>Processes of one machine compare their {@link System#nanoTime} here: on Linux it counts from
 * the machine's start.
 */
package org.holdfast.meter;
