package org.holdfast.client.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YarnVersionTest {

    private final org.apache.hadoop.conf.Configuration hadoop =
            new org.apache.hadoop.conf.Configuration(false);

    @Test
    void readsVersionsAndTheirSuffixes() {
        assertThat(YarnVersion.parse("3.5.0")).contains(new YarnVersion(3, 5));
        assertThat(YarnVersion.parse("2.6.0-cdh5.4.1")).contains(new YarnVersion(2, 6));
        assertThat(YarnVersion.parse("2.10-SNAPSHOT")).contains(new YarnVersion(2, 10));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "trunk", "3", "-1.2", "99999.1", "1.99999"})
    void knowsWhatIsNone(String text) {
        assertThat(YarnVersion.parse(text)).isEmpty();
    }

    @Test
    void ordersThem() {
        assertThat(new YarnVersion(2, 10).isBefore(2, 6)).isFalse();
        assertThat(new YarnVersion(2, 6).isBefore(2, 6)).isFalse();
        assertThat(new YarnVersion(2, 5).isBefore(2, 6)).isTrue();
        assertThat(new YarnVersion(1, 9).isBefore(2, 4)).isTrue();
        assertThat(new YarnVersion(3, 0).isBefore(2, 6)).isFalse();
    }

    @Test
    void asksTheResourceManager() throws IOException {
        assertThat(answered(200, "{\"clusterInfo\":{\"hadoopVersion\":\"2.7.3\"}}"))
                .isEqualTo("2.7");
    }

    @Test
    void isUnknownWithoutAnAnswerThatSaysIt() throws IOException {
        assertThat(answered(401, "{\"clusterInfo\":{\"hadoopVersion\":\"2.7.3\"}}")).isEmpty();
        assertThat(answered(200, "<html>log in</html>")).isEmpty();
        assertThat(answered(200, "{}")).isEmpty();
        hadoop.set("yarn.resourcemanager.webapp.address", "localhost:1");
        assertThat(YarnVersion.ofResourceManager(hadoop)).isEmpty();
    }

    /** What becomes of an answer; empty if nothing does. */
    private String answered(int status, String body) throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        server.createContext(
                "/ws/v1/cluster/info",
                exchange -> {
                    exchange.sendResponseHeaders(status, bytes.length);
                    exchange.getResponseBody().write(bytes);
                    exchange.close();
                });
        server.start();
        try {
            hadoop.set(
                    "yarn.resourcemanager.webapp.address",
                    "localhost:" + server.getAddress().getPort());
            return YarnVersion.ofResourceManager(hadoop).map(YarnVersion::toString).orElse("");
        } finally {
            server.stop(0);
        }
    }
}
