/**
 * What a cluster's high availability rests on, as configured: how a JobManager becomes the leader,
 * and how TaskManagers and clients find it. {@link
 * org.holdfast.runtime.highavailability.HighAvailability} reads the configuration; the services
 * themselves are made by a factory, ZooKeeper's or a user's own.
 */
package org.holdfast.runtime.highavailability;
