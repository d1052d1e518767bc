/** A process's own log file, as far as others may read it. */
package org.holdfast.runtime.log;
