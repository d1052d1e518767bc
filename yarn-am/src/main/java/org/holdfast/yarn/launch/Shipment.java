package org.holdfast.yarn.launch;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.module.paramnames.ParameterNamesModule;
import java.io.IOException;
import java.net.URI;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.yarn.api.records.LocalResource;
import org.holdfast.runtime.process.AttemptLimits;

/**
 * What the client tells the ApplicationMaster about what it shipped, so that TaskManagers get the
 * same. It travels in an environment variable.
 *
 * @param stagingDirectory of the application, on the cluster's file system; deleted at its end
 * @param attempts how often YARN starts the ApplicationMaster
 * @param classPath entries relative to a container's working directory, in order
 * @param files what containers get
 */
public record Shipment(
        URI stagingDirectory,
        AttemptLimits attempts,
        List<String> classPath,
        List<ShippedFile> files) {

    /** The environment variable. */
    public static final String VARIABLE = "HOLDFAST_SHIPMENT";

    private static final ObjectMapper JSON =
            JsonMapper.builder().addModule(new ParameterNamesModule()).build();

    public Shipment {
        requireNonNull(stagingDirectory, "stagingDirectory");
        requireNonNull(attempts, "attempts");
        classPath = List.copyOf(classPath);
        files = List.copyOf(files);
    }

    /** The files in YARN's terms, by name in the working directory. */
    public Map<String, LocalResource> localResources() {
        Map<String, LocalResource> resources = new LinkedHashMap<>();
        files.forEach(file -> resources.put(file.link(), file.toLocalResource()));
        return resources;
    }

    /** As the value of {@link #VARIABLE}; without characters that a shell would change. */
    public String encode() {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(JSON.writeValueAsBytes(this));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Could not write " + this, e);
        }
    }

    /**
     * Reads the value of {@link #VARIABLE}.
     *
     * @throws IOException if it is not what {@link #encode} wrote
     */
    public static Shipment decode(String value) throws IOException {
        try {
            return JSON.readValue(Base64.getUrlDecoder().decode(value), Shipment.class);
        } catch (IllegalArgumentException e) {
            throw new IOException(VARIABLE + " is damaged: " + value, e);
        }
    }
}
