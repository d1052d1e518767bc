/**
 * Files on any file system Hadoop knows, without a dependency on Hadoop; and text sources and sinks
 * on them.
 */
package org.holdfast.api.file;
