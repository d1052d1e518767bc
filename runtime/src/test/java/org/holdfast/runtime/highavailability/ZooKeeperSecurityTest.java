package org.holdfast.runtime.highavailability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.holdfast.ha.zookeeper.ZooKeeperSettings;
import org.holdfast.ha.zookeeper.security.ClientSecurity;
import org.holdfast.ha.zookeeper.security.KerberosLogin;
import org.holdfast.ha.zookeeper.security.Tls;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.config.ConfigurationCheck;
import org.holdfast.runtime.config.InvalidConfigurationException;
import org.holdfast.runtime.config.OptionRegistry;
import org.holdfast.runtime.config.Secrets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the keys mean. That it works is tested with real servers, where the connection is. */
class ZooKeeperSecurityTest {

    private static final String SSL = "high-availability.zookeeper.client.ssl.";

    private static ZooKeeperSettings settings(Map<String, String> values) {
        return ZooKeeperServicesFactory.settings(
                Configuration.of(Map.of("high-availability.zookeeper.quorum", "zk:2181"))
                        .withAll(values),
                "app-1");
    }

    @Test
    void nothingUnlessConfigured() {
        assertThat(settings(Map.of()).security()).isEqualTo(ClientSecurity.none());
    }

    @Test
    void kerberos() {
        ClientSecurity security =
                settings(
                                Map.of(
                                        "zookeeper.sasl.service-name", "zk",
                                        "zookeeper.sasl.login-context-name", "Own",
                                        "security.kerberos.login.keytab", "/etc/k",
                                        "security.kerberos.login.principal", "me@REALM",
                                        "security.kerberos.login.contexts", "Own,KafkaClient",
                                        "security.kerberos.login.use-ticket-cache", "false"))
                        .security();

        assertThat(security)
                .isEqualTo(
                        new ClientSecurity(
                                new ClientSecurity.Sasl(true, "zk", "Own"),
                                new KerberosLogin(
                                        Optional.of(Path.of("/etc/k")),
                                        Optional.of("me@REALM"),
                                        false,
                                        List.of("Own", "KafkaClient")),
                                Optional.empty()));
        assertThat(settings(Map.of("zookeeper.sasl.disable", "true")).security().sasl().enabled())
                .isFalse();
    }

    @Test
    void tlsWhosePasswordsAreShownToNobody() {
        Map<String, String> values =
                Map.of(
                        SSL + "enabled", "true",
                        SSL + "keystore", "/etc/keys.p12",
                        SSL + "keystore-password", "first-17",
                        SSL + "truststore", "/etc/trust.jks",
                        SSL + "truststore-password", "second-17",
                        SSL + "verify-hostname", "false");
        ZooKeeperSettings settings = settings(values);

        assertThat(settings.security().tls())
                .contains(
                        new Tls(
                                Optional.of(new Tls.Store(Path.of("/etc/keys.p12"), "first-17")),
                                Optional.of(new Tls.Store(Path.of("/etc/trust.jks"), "second-17")),
                                false));
        assertThat(settings.toString()).contains("/etc/keys.p12").doesNotContain("-17");
        assertThat(Secrets.redact(Configuration.of(values)).toString()).doesNotContain("-17");
    }

    @Test
    void halfASettingIsRefused() {
        assertThatThrownBy(() -> settings(Map.of("security.kerberos.login.keytab", "/etc/k")))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessage(
                        "high-availability: security.kerberos.login.keytab is set, but"
                                + " security.kerberos.login.principal is not. Set both, or none of"
                                + " them.");
        assertThatThrownBy(() -> settings(Map.of(SSL + "truststore", "/etc/trust.p12")))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessage(
                        SSL
                                + "keystore or "
                                + SSL
                                + "truststore is set, but "
                                + SSL
                                + "enabled is not true. Set it, or remove them.");
    }

    @ParameterizedTest
    @CsvSource({
        "zookeeper.sasl.disable, maybe",
        "zookeeper.sasl.service-name, zookeeper/host",
        "security.kerberos.login.keytab, relative.keytab",
        "high-availability.zookeeper.client.ssl.keystore, /etc/keys",
        "high-availability.zookeeper.client.ssl.truststore, trust.p12"
    })
    void wrongValuesAreProblemsThatNameTheKey(String key, String value) {
        ConfigurationCheck check =
                ConfigurationCheck.of(Configuration.of(Map.of(key, value)), OptionRegistry.all());

        assertThat(check.problems()).singleElement().asString().startsWith(key + ": '" + value);
    }
}
