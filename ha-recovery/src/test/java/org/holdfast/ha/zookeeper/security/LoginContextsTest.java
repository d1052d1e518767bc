package org.holdfast.ha.zookeeper.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import javax.security.auth.login.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoginContextsTest {

    @AfterEach
    void forget() {
        Configuration.setConfiguration(null); // as at the start: a file, if there is one
    }

    private static KerberosLogin keytab(String keytab, String... contexts) {
        return new KerberosLogin(
                Optional.of(Path.of(keytab)), Optional.of("me@REALM"), true, List.of(contexts));
    }

    private static Map<String, ?> options(String context) {
        AppConfigurationEntry[] entries =
                Configuration.getConfiguration().getAppConfigurationEntry(context);
        assertThat(entries).hasSize(1);
        assertThat(entries[0].getControlFlag()).isEqualTo(LoginModuleControlFlag.REQUIRED);
        return entries[0].getOptions();
    }

    @Test
    void whatWasThereStays() {
        AppConfigurationEntry[] server = {
            new AppConfigurationEntry("Module", LoginModuleControlFlag.REQUIRED, Map.of())
        };
        Configuration.setConfiguration(
                new Configuration() {
                    @Override
                    public AppConfigurationEntry[] getAppConfigurationEntry(String name) {
                        return name.equals("Server") ? server : null;
                    }
                });

        LoginContexts.install(keytab("/first", "Client", "Other"));
        LoginContexts.install(keytab("/second", "Client"));

        assertThat(Configuration.getConfiguration().getAppConfigurationEntry("Server"))
                .isSameAs(server);
        assertThat(options("Client"))
                .isEqualTo(
                        Map.of(
                                "doNotPrompt", "true",
                                "useKeyTab", "true",
                                "keyTab", "/second",
                                "principal", "me@REALM",
                                "storeKey", "true",
                                "refreshKrb5Config", "true"));
        assertThat(options("Other").get("keyTab")).isEqualTo("/first");
        assertThat(LoginContexts.has("Nobody")).isFalse();
    }

    @Test
    void withoutAKeytabTheTicketCacheIsUsed() {
        LoginContexts.install(
                new KerberosLogin(Optional.empty(), Optional.empty(), true, List.of("Client")));

        assertThat(options("Client"))
                .isEqualTo(
                        Map.of(
                                "doNotPrompt",
                                "true",
                                "useTicketCache",
                                "true",
                                "renewTGT",
                                "true"));
    }

    @Test
    void nobodyLogsInIfNothingIsConfigured() {
        LoginContexts.install(KerberosLogin.NONE);

        assertThat(LoginContexts.has("Client")).isFalse();
    }

    @Test
    void halfALoginIsRefused() {
        assertThatThrownBy(
                        () ->
                                new KerberosLogin(
                                        Optional.of(Path.of("/k")),
                                        Optional.empty(),
                                        true,
                                        List.of()))
                .hasMessage(
                        "security.kerberos.login.keytab is set, but"
                                + " security.kerberos.login.principal is not. Set both, or none of"
                                + " them.");
        assertThatThrownBy(
                        () ->
                                new KerberosLogin(
                                        Optional.empty(), Optional.of("me"), true, List.of()))
                .hasMessageStartingWith("security.kerberos.login.principal is set, but");
        assertThatThrownBy(
                        () ->
                                new KerberosLogin(
                                        Optional.empty(),
                                        Optional.empty(),
                                        false,
                                        List.of("Client")))
                .hasMessageStartingWith(
                        "security.kerberos.login.contexts is 'Client', but there is nothing to log"
                                + " in with.");
    }
}
