/**
 * Files on a file system all processes see. Everything the JobManager must find again is an
 * immutable file below one root directory: written once under a name nobody else uses, synced,
 * closed, and from then on only read or deleted. Names are relative to the root and cannot leave
 * it.
 *
 * <p>This is the only package of the module that names Hadoop.
 */
package org.holdfast.ha.storage;
