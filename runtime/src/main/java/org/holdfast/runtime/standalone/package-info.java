/**
 * Clusters without a resource manager: JobManagers, of which one leads and the others stand by, and
 * TaskManagers, all started by people or scripts.
 */
package org.holdfast.runtime.standalone;
