/**
 * The ApplicationMaster: a JobManager in a YARN container, whose TaskManagers are YARN containers.
 *
 * <p>{@link org.holdfast.yarn.am.YarnResourceProvider} decides how many containers to ask for,
 * which to keep and which to give back; it runs on the JobManager's main thread and knows YARN only
 * as {@link org.holdfast.yarn.am.Containers}. {@link org.holdfast.yarn.am.YarnContainers} is that
 * interface on YARN's two protocols: {@link org.holdfast.yarn.am.ResourceManagerLink} asks the
 * ResourceManager for containers, {@link org.holdfast.yarn.am.NodeManagerLink} starts processes in
 * them.
 */
package org.holdfast.yarn.am;
