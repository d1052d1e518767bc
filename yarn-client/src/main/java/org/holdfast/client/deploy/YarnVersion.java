package org.holdfast.client.deploy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLConnection;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.yarn.webapp.util.WebAppUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ResourceManager's version of Hadoop. An older one takes what it does not know without a word.
 */
record YarnVersion(int major, int minor) {

    private static final Logger log = LoggerFactory.getLogger(YarnVersion.class);
    private static final Pattern FORM = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})(?!\\d).*");
    private static final int TIMEOUT_MILLIS = 2_000;
    private static final int MAX_BYTES = 64 * 1024;

    /** Reads {@code 2.6.0-cdh5.4.1}; empty if it is nothing like that. */
    static Optional<YarnVersion> parse(String text) {
        Matcher form = FORM.matcher(text);
        return form.matches()
                ? Optional.of(
                        new YarnVersion(
                                Integer.parseInt(form.group(1)), Integer.parseInt(form.group(2))))
                : Optional.empty();
    }

    /**
     * Asks the ResourceManager's web server; no other tells. Waits a few seconds at most.
     *
     * @return empty if there is no answer, or it is for users only that have logged in there
     */
    static Optional<YarnVersion> ofResourceManager(org.apache.hadoop.conf.Configuration hadoop) {
        String url = WebAppUtils.getRMWebAppURLWithScheme(hadoop) + "/ws/v1/cluster/info";
        try {
            URLConnection connection = URI.create(url).toURL().openConnection();
            connection.setConnectTimeout(TIMEOUT_MILLIS);
            connection.setReadTimeout(TIMEOUT_MILLIS);
            connection.setRequestProperty("Accept", "application/json");
            try (InputStream in = connection.getInputStream()) {
                return parse(
                        new ObjectMapper()
                                .readTree(in.readNBytes(MAX_BYTES))
                                .path("clusterInfo")
                                .path("hadoopVersion")
                                .asText());
            }
        } catch (IOException | IllegalArgumentException e) {
            log.info("It is not known which version YARN is: {} does not tell", url, e);
            return Optional.empty();
        }
    }

    boolean isBefore(int otherMajor, int otherMinor) {
        return major < otherMajor || major == otherMajor && minor < otherMinor;
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
