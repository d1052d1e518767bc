/**
 * The coordination store on ZooKeeper. Below {@code <root>/<cluster id>}:
 *
 * <pre>
 * epoch              persistent  format, number, attempt id and owner; its znode version is the fence
 * epoch/MARK         ephemeral   empty; the leader's session lives, and this is the epoch it was
 *                                elected in, not a namesake after somebody emptied the root
 * leader             ephemeral   format and epoch; once published, also the addresses
 * attempts           persistent  the latest attempts that have led
 * everything else    persistent  values; above them containers without data, which mean nothing
 *                                and which the servers remove once they are empty
 * </pre>
 *
 * <p>An election is one multi, and so is every change: it checks the version of {@code epoch} and
 * the existence of the leader's mark first. One commit costs one round trip; the first one below a
 * parent this session does not know may cost three.
 *
 * <p>A leadership belongs to the session it was won in. Curator opens another session once that one
 * has expired; it serves reads and campaigns, and never a change of an epoch begun before.
 */
package org.holdfast.ha.zookeeper;
