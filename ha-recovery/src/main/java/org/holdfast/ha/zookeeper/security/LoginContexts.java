package org.holdfast.ha.zookeeper.security;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import javax.security.auth.login.Configuration;

/**
 * The process's JAAS configuration, with login contexts of ours added to those that were there,
 * such as a file's. Immutable.
 */
final class LoginContexts extends Configuration {

    private static final String KERBEROS = "com.sun.security.auth.module.Krb5LoginModule";

    private final Optional<Configuration> others;
    private final Map<String, AppConfigurationEntry> own;

    private LoginContexts(Optional<Configuration> others, Map<String, AppConfigurationEntry> own) {
        this.others = others;
        this.own = Map.copyOf(own);
    }

    /** Adds a login's contexts to the process's, in place of those of the same name. */
    static synchronized void install(KerberosLogin login) {
        if (login.contexts().isEmpty()) {
            return;
        }
        Optional<Configuration> others = current();
        Map<String, AppConfigurationEntry> own = new HashMap<>();
        if (others.isPresent() && others.get() instanceof LoginContexts earlier) {
            others = earlier.others;
            own.putAll(earlier.own);
        }
        AppConfigurationEntry entry = entry(login);
        login.contexts().forEach(name -> own.put(name, entry));
        setConfiguration(new LoginContexts(others, own));
    }

    /** Whether there is a login context of this name, whoever has put it there. */
    static boolean has(String name) {
        return current().map(all -> all.getAppConfigurationEntry(name) != null).orElse(false);
    }

    private static Optional<Configuration> current() {
        try {
            return Optional.of(getConfiguration());
        } catch (SecurityException e) {
            return Optional.empty(); // there is no file, which is how Java says so
        }
    }

    private static AppConfigurationEntry entry(KerberosLogin login) {
        Map<String, String> options = new HashMap<>();
        options.put("doNotPrompt", "true");
        login.principal().ifPresent(principal -> options.put("principal", principal));
        if (login.keytab().isPresent()) {
            options.put("useKeyTab", "true");
            options.put("keyTab", login.keytab().get().toString());
            options.put("storeKey", "true");
            options.put("refreshKrb5Config", "true");
        } else {
            options.put("useTicketCache", "true");
            options.put("renewTGT", "true");
        }
        return new AppConfigurationEntry(KERBEROS, LoginModuleControlFlag.REQUIRED, options);
    }

    @Override
    public AppConfigurationEntry[] getAppConfigurationEntry(String name) {
        AppConfigurationEntry entry = own.get(name);
        return entry != null
                ? new AppConfigurationEntry[] {entry}
                : others.map(all -> all.getAppConfigurationEntry(name)).orElse(null);
    }

    @Override
    public void refresh() {
        others.ifPresent(Configuration::refresh);
    }
}
