/** Files for user code and the runtime, by Hadoop's file systems. Hadoop's classes stay in here. */
package org.holdfast.runtime.file;
