/**
 * The bundled ZooKeeper server: one server of {@code conf/zoo.cfg}, with what that file leaves out
 * filled in, so that {@code server.1=localhost} is a configuration. It refuses to run half of one.
 *
 * <pre>
 * zoo.cfg --{@link org.holdfast.ha.zookeeper.server.ZooCfg read}--> its lines
 *         --{@link org.holdfast.ha.zookeeper.server.ServerLines check}--> the servers and their ports
 *         --{@link org.holdfast.ha.zookeeper.server.PeerSettings fill}--> what ZooKeeper itself reads
 *         --{@link org.holdfast.ha.zookeeper.server.DataDirectory claim}--> myid
 *         --{@link org.holdfast.ha.zookeeper.server.PeerServer run}--> a server
 * </pre>
 *
 * <p>One server line is a server on its own; several are a quorum. What is written here never goes
 * to a temporary folder: a quorum that forgets loses the pointers to every job.
 */
package org.holdfast.ha.zookeeper.server;
