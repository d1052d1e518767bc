package org.holdfast.runtime.config;

import java.util.SortedMap;
import java.util.regex.Pattern;

/** Keeps secrets out of everything people or other programs read. */
public final class Secrets {

    /** Stands for a secret. */
    public static final String MASK = "******";

    private static final String WORDS =
            "password|passwd|secret|token|keytab|credential|api-?key|access-?key|account\\.key"
                    + "|service-key|auth-params|basic-auth|jaas\\.config|http-headers";
    private static final Pattern SECRET_KEY = Pattern.compile(WORDS, Pattern.CASE_INSENSITIVE);

    /** As in {@code -Djavax.net.ssl.keyStorePassword=…} within a value. */
    private static final Pattern SECRET_DEFINITION =
            Pattern.compile(
                    "((?:" + WORDS + ")[A-Za-z0-9_.-]*=)(?:\"[^\"]*\"|'[^']*'|[^\\s;,&]+)",
                    Pattern.CASE_INSENSITIVE);

    /** As in {@code s3a://user:secret@bucket}. */
    private static final Pattern USER_INFO = Pattern.compile("(://)[^/\\s@]+@");

    private Secrets() {}

    /** All values of a configuration, with secrets masked. */
    public static SortedMap<String, String> redact(Configuration configuration) {
        SortedMap<String, String> values = configuration.toMap();
        values.replaceAll(Secrets::redact);
        return values;
    }

    /** The value as it may be shown. */
    public static String redact(String key, String value) {
        if (SECRET_KEY.matcher(key).find()) {
            return MASK;
        }
        String shown = SECRET_DEFINITION.matcher(value).replaceAll("$1" + MASK);
        return USER_INFO.matcher(shown).replaceAll("$1" + MASK + "@");
    }
}
