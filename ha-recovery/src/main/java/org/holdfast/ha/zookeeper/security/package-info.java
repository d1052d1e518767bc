/**
 * Who a client of ZooKeeper is, and how it proves it: by SASL with Kerberos, by TLS, or not at all.
 * {@link org.holdfast.ha.zookeeper.security.ClientSecurity} is what is configured; {@link
 * org.holdfast.ha.zookeeper.security.Authentication} tries it out before anything is sent, so that
 * a wrong keytab or trust store is named instead of showing as a server that does not answer.
 *
 * <p>Everything is set for the one client, not for the process, but JAAS, which Java has once:
 * {@link org.holdfast.ha.zookeeper.security.LoginContexts} adds to what was there.
 */
package org.holdfast.ha.zookeeper.security;
