/** Clusters without a resource manager: TaskManagers are started by people or scripts. */
package org.holdfast.runtime.standalone;
