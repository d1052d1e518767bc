/**
 * What a container on YARN is started with. The client that submits the ApplicationMaster and the
 * ApplicationMaster that starts TaskManagers build the same thing: files, class path, memory, and a
 * command.
 *
 * <p>A container's working directory:
 *
 * <pre>
 * lib/       the distribution's jars: one archive, the same for all applications of a release
 * conf/      what belongs to the application: one archive
 *   flink-conf.yaml    effective configuration
 *   log4j.properties
 *   job-graph.json     the one job, if the application is for one job
 *   hadoop/            the client's core-site.xml, hdfs-site.xml, yarn-site.xml
 * ...        files and folders of yarn.ship-files
 * </pre>
 */
package org.holdfast.yarn.launch;
