package org.holdfast.runtime.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretsTest {

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    security.ssl.key-password,           hunter2,                   ******
                    fs.s3a.secret.key,                   hunter2,                   ******
                    s3.access-key,                       hunter2,                   ******
                    API-KEY,                             hunter2,                   ******
                    security.kerberos.login.keytab,      /etc/me.keytab,            ******
                    env.java.opts,                       -Dkey.Password=hunter2 -Da=b,  -Dkey.Password=****** -Da=b
                    env.java.opts,                       '-Dtoken="a b" -Da=b',     -Dtoken=****** -Da=b
                    high-availability.storageDir,        s3a://me:hunter2@bucket/x, s3a://******@bucket/x
                    rest.port,                           8081,                      8081
                    high-availability.storageDir,        hdfs://nn:8020/a@b,        hdfs://nn:8020/a@b
                    """)
    void masksSecretsAndNothingElse(String key, String value, String shown) {
        assertThat(Secrets.redact(Configuration.of(Map.of(key, value))))
                .containsExactly(Map.entry(key, shown));
    }

    @Test
    void masksAllSecretsOfAConfiguration() {
        assertThat(
                        Secrets.redact(
                                Configuration.of(
                                        Map.of("a.password", "x", "b.token", "y", "c", "z"))))
                .isEqualTo(Map.of("a.password", "******", "b.token", "******", "c", "z"));
    }
}
