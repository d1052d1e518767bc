/**
 * Clusters on YARN: checks a deployment, uploads what it needs once per content, submits the
 * ApplicationMaster, and finds, asks and ends applications. What the command line knows of YARN is
 * the {@link org.holdfast.client.deploy.ClusterDeployer}.
 */
package org.holdfast.client.deploy;
