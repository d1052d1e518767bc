package org.holdfast.runtime.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/** Which file systems there are. */
final class HadoopConfiguration {

    private static final List<String> FILES = List.of("core-site.xml", "hdfs-site.xml");

    private HadoopConfiguration() {}

    /**
     * Hadoop's configuration: the one on the class path, which is what a container was given, else
     * the one in the directory {@code HADOOP_CONF_DIR} of this process's environment, if it is set.
     */
    static Configuration ofProcess() {
        return load(Optional.ofNullable(System.getenv("HADOOP_CONF_DIR")).orElse(""));
    }

    private static Configuration load(String directory) {
        Configuration hadoop = new Configuration();
        ClassLoader classPath = HadoopConfiguration.class.getClassLoader();
        if (classPath.getResource(FILES.get(0)) == null && !directory.isBlank()) {
            FILES.stream()
                    .map(Path.of(directory)::resolve)
                    .filter(Files::isRegularFile)
                    .forEach(
                            file ->
                                    hadoop.addResource(
                                            new org.apache.hadoop.fs.Path(file.toUri())));
        }
        return hadoop;
    }
}
