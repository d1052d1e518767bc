package org.holdfast.runtime.config;

import java.util.List;

/** Who a process is to ZooKeeper, with Kerberos. */
public final class SecurityOptions {

    /** Without SASL. */
    public static final ConfigOption<Boolean> ZOOKEEPER_SASL_DISABLE =
            ConfigOption.bool("zookeeper.sasl.disable")
                    .withDefault(false)
                    .describedAs(
                            "Whether to go without SASL to ZooKeeper even if there is a login"
                                    + " context for it.");

    /** The servers' name. */
    public static final ConfigOption<String> ZOOKEEPER_SASL_SERVICE_NAME =
            ConfigOption.text("zookeeper.sasl.service-name")
                    .withDefault("zookeeper")
                    .withBound(name -> name.matches("[^\\s/@]+"), "a name without host and realm")
                    .describedAs(
                            "First part of the ZooKeeper servers' Kerberos principal, as in"
                                    + " zookeeper/host@REALM.");

    /** The client's login. */
    public static final ConfigOption<String> ZOOKEEPER_SASL_LOGIN_CONTEXT_NAME =
            ConfigOption.text("zookeeper.sasl.login-context-name")
                    .withDefault("Client")
                    .withBound(name -> !name.isBlank(), "a name")
                    .describedAs(
                            "Login context for ZooKeeper: one of security.kerberos.login.contexts,"
                                    + " or of a JAAS file (-Djava.security.auth.login.config).");

    /** Keys. */
    public static final ConfigOption<String> KERBEROS_LOGIN_KEYTAB =
            ConfigOption.text("security.kerberos.login.keytab")
                    .withBound(value -> value.startsWith("/"), "an absolute path")
                    .describedAs(
                            "File with the principal's keys, on every host that runs a process."
                                    + " Used for the contexts of security.kerberos.login.contexts,"
                                    + " not for HDFS and YARN.");

    /** Whose keys. */
    public static final ConfigOption<String> KERBEROS_LOGIN_PRINCIPAL =
            ConfigOption.text("security.kerberos.login.principal")
                    .withBound(value -> !value.isBlank(), "a principal, such as holdfast@REALM")
                    .describedAs("Kerberos principal of the keytab.");

    /** For whom. */
    public static final ConfigOption<List<String>> KERBEROS_LOGIN_CONTEXTS =
            ConfigOption.list("security.kerberos.login.contexts")
                    .describedAs(
                            "Login contexts that log in with that keytab or ticket cache: Client,"
                                    + " which is ZooKeeper's, or others with commas. Without any,"
                                    + " ZooKeeper is used without Kerberos.");

    /** Tickets of kinit. */
    public static final ConfigOption<Boolean> KERBEROS_LOGIN_USE_TICKET_CACHE =
            ConfigOption.bool("security.kerberos.login.use-ticket-cache")
                    .withDefault(true)
                    .describedAs(
                            "Whether the tickets of kinit are used for these login contexts where"
                                    + " no keytab is set.");

    private SecurityOptions() {}
}
