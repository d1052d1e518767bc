package org.holdfast.client.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.jobgraph.JobGraph;
import org.holdfast.runtime.jobgraph.JobGraphJson;
import org.holdfast.yarn.launch.ContainerLayout;

/**
 * The archive that becomes {@link ContainerLayout#CONF} in every container of an application. One
 * file instead of many: each costs a round trip here and in every container.
 */
final class ApplicationArchive {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final ZipOutputStream zip = new ZipOutputStream(bytes, UTF_8);

    ApplicationArchive configuration(Configuration configuration) {
        StringBuilder yaml = new StringBuilder();
        configuration
                .toMap()
                .forEach(
                        (key, value) ->
                                yaml.append(quote(key))
                                        .append(": ")
                                        .append(quote(value))
                                        .append('\n'));
        return add(ContainerLayout.CONFIGURATION_FILE, yaml.toString().getBytes(UTF_8));
    }

    ApplicationArchive logging(Path file) throws IOException {
        return add(ContainerLayout.LOGGING_FILE, Files.readAllBytes(file));
    }

    ApplicationArchive hadoop(List<Path> files) throws IOException {
        ApplicationArchive jar = new ApplicationArchive();
        for (Path file : files) {
            jar.add(file.getFileName().toString(), Files.readAllBytes(file));
        }
        return add(ContainerLayout.HADOOP_CONF, jar.toBytes());
    }

    ApplicationArchive job(JobGraph graph) {
        return add(ContainerLayout.JOB_GRAPH_FILE, JobGraphJson.write(graph));
    }

    byte[] toBytes() {
        try {
            zip.finish();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private ApplicationArchive add(String name, byte[] content) {
        try {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(content);
            zip.closeEntry();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** A JSON string is a YAML string in double quotes. */
    private static String quote(String text) {
        return '"' + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }
}
