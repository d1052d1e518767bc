/**
 * A whole Hadoop in one JVM: YARN, HDFS and ZooKeeper, for a person who wants to try Holdfast and
 * for the integration tests.
 *
 * <p>{@link org.holdfast.localhadoop.LocalHadoop} starts the servers and stops them, with every
 * container they started. {@link org.holdfast.localhadoop.LocalHadoopOptions} says how large they
 * are, {@link org.holdfast.localhadoop.LocalHadoopFolder} where their data lies:
 *
 * <pre>
 * &lt;directory&gt;/.local-hadoop  marks the folder as ours; nothing is ever deleted without it
 *             conf/          core-site.xml hdfs-site.xml yarn-site.xml: a HADOOP_CONF_DIR for any client
 *             hdfs/          NameNode and DataNode
 *             yarn/          working directories and logs of the containers, per NodeManager
 *             zookeeper/     snapshots and transaction log
 *             logs/          local-hadoop.log
 *             addresses      written last, when everything serves
 * </pre>
 *
 * <p>{@link org.holdfast.localhadoop.LocalHadoopMain} is the process behind {@code
 * bin/local-hadoop.sh}, which adds a {@code pid} file to the folder.
 */
package org.holdfast.localhadoop;
