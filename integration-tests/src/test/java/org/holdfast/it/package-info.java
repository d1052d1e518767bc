/**
 * The product as a user has it, on real YARN, HDFS and ZooKeeper: every command is a process of its
 * own, started as the scripts in {@code bin} start it.
 */
package org.holdfast.it;
