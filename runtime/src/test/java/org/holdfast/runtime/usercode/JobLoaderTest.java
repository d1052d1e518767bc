package org.holdfast.runtime.usercode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.holdfast.api.InvalidJobException;
import org.holdfast.ha.storage.Sha256;
import org.holdfast.runtime.file.HadoopFileAccess;
import org.holdfast.runtime.jobgraph.JobGraph;
import org.holdfast.runtime.jobgraph.JobId;
import org.holdfast.runtime.usercode.jobs.FailingConstructor;
import org.holdfast.runtime.usercode.jobs.HiddenConstructor;
import org.holdfast.runtime.usercode.jobs.Moody;
import org.holdfast.runtime.usercode.jobs.NotAJob;
import org.holdfast.runtime.usercode.jobs.PassThrough;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobLoaderTest {

    private final JobLoader loader = new JobLoader(new HadoopFileAccess(new Configuration(false)));

    @TempDir private Path folder;
    private Path jar;

    @Test
    void buildsAGraphOfTheOnlyJobInAJar() throws IOException {
        jar =
                TestJar.of(
                        folder.resolve("a.jar"),
                        NotAJob.class,
                        PassThrough.Unfinished.class,
                        PassThrough.class);

        JobGraph graph = load("", "--count", "8");

        assertThat(graph.name()).isEqualTo("PassThrough");
        assertThat(graph.code().jobClass()).isEqualTo(PassThrough.class.getName());
        assertThat(graph.code().arguments()).containsExactly("--count", "8");
        assertThat(graph.code().jarDigest()).isEqualTo(Sha256.hexOf(jar));
        assertThat(graph.vertices()).singleElement().extracting("parallelism").isEqualTo(3);
        assertThat(graph.vertices().get(0).splits()).hasSize(3);
        assertThat(graph.settings()).containsEntry("key", "value");
    }

    @Test
    void takesTheClassThatTheManifestNames() throws IOException {
        for (String attribute : List.of("Job-Class", "Main-Class")) {
            jar =
                    TestJar.naming(
                            folder.resolve(attribute + ".jar"),
                            attribute,
                            PassThrough.class.getName(),
                            PassThrough.class,
                            HiddenConstructor.class);

            assertThat(load("").name()).isEqualTo("PassThrough");
        }
    }

    @Test
    void loadsTheJobFromItsJarAndNothingElseOfOurs() throws IOException {
        jar = TestJar.of(folder.resolve("a.jar"), Moody.class);

        for (String ours :
                List.of(
                        JobId.class.getName(),
                        "com.fasterxml.jackson.databind.ObjectMapper",
                        "org.apache.hadoop.conf.Configuration")) {
            refused(
                    "The define() of job class '%s' failed: java.lang.ClassNotFoundException: %s",
                    List.of(Moody.class.getName(), ours), "--mood", "curious", "--class", ours);
        }
        assertThatThrownBy(() -> load("", "--mood", "curious", "--class", "org.slf4j.Logger"))
                .hasMessageContaining("not deterministic");
    }

    @Test
    void refusesADefinitionThatIsNotDeterministic() throws IOException {
        jar = TestJar.of(folder.resolve("a.jar"), Moody.class);

        assertThatThrownBy(() -> load(""))
                .isInstanceOf(InvalidJobException.class)
                .hasMessageStartingWith(
                        "define() of job class '"
                                + Moody.class.getName()
                                + "' is not"
                                + " deterministic: run twice, it gave vertex 0: ")
                .hasMessageContaining("sink 1")
                .hasMessageContaining("sink 2");
    }

    @Test
    void saysHowDefineFailed() throws IOException {
        jar = TestJar.of(folder.resolve("a.jar"), Moody.class);
        String name = Moody.class.getName();

        refused(
                "The define() of job class '%s' failed: java.io.IOException: no idea",
                List.of(name), "--mood", "broken");
        refused(
                "The define() of job class '%s' failed: java.lang.NoClassDefFoundError: lib/Missing",
                List.of(name), "--mood", "error");
        refused("Not today.", List.of(), "--mood", "picky");
    }

    @Test
    void refusesArgumentsTheJobDoesNotKnow() throws IOException {
        jar = TestJar.of(folder.resolve("a.jar"), PassThrough.class);
        String name = PassThrough.class.getName();

        refused(
                "Job class '%s' does not know the argument '--cuont'. Did you mean '--count'?",
                List.of(name), "--cuont", "8");
        refused(
                "Job class '%s' does not know the argument '--parallelism'. It knows --count,"
                        + " --sink-name.",
                List.of(name), "--parallelism", "8");
    }

    @Test
    void refusesFilesThatAreNotJars() throws IOException {
        jar = folder.resolve("a.jar");
        refused("Job jar '%s' does not exist. Check the path.", List.of(jar));
        jar = folder;
        refused("Job jar '%s' is not a file. Give the path of a jar.", List.of(jar));
        jar = Files.write(folder.resolve("b.jar"), "no jar".getBytes(UTF_8));
        assertThatThrownBy(() -> load(""))
                .isInstanceOf(InvalidJobException.class)
                .hasMessageStartingWith("'" + jar + "' is not a jar, or it is damaged: ");
    }

    @Test
    void refusesATruncatedJar() throws IOException {
        Path whole = TestJar.of(folder.resolve("whole.jar"), PassThrough.class);
        byte[] bytes = Files.readAllBytes(whole);
        for (int length : new int[] {0, 1, 100, bytes.length / 2, bytes.length - 1}) {
            jar = Files.write(folder.resolve("cut.jar"), Arrays.copyOf(bytes, length));
            assertThatThrownBy(() -> load(""))
                    .as("%d of %d bytes", length, bytes.length)
                    .isInstanceOf(InvalidJobException.class)
                    .hasMessageStartingWith("'" + jar + "' is not a jar, or it is damaged: ");
        }
    }

    @Test
    void refusesJarsWithoutOneJob() throws IOException {
        jar = TestJar.of(folder.resolve("a.jar"), NotAJob.class);
        refused(
                "No class in '%s' implements org.holdfast.api.Job. Give a jar with a job, or name"
                        + " its class in the manifest (Job-Class).",
                List.of(jar));
        jar = TestJar.of(folder.resolve("b.jar"), PassThrough.class, Moody.class);
        refused(
                "'%s' has several jobs: %s, %s. Say which one with -c CLASS.",
                List.of(jar, Moody.class.getName(), PassThrough.class.getName()));
    }

    @Test
    void refusesClassesThatAreNoJobs() throws IOException {
        jar =
                TestJar.of(
                        folder.resolve("a.jar"),
                        NotAJob.class,
                        HiddenConstructor.class,
                        FailingConstructor.class,
                        PassThrough.Unfinished.class);

        refusedClass(
                "org.example.Missing",
                "There is no class 'org.example.Missing' in '%s'. Check the name, package"
                        + " included.");
        refusedClass(
                NotAJob.class.getName(),
                "Class '"
                        + NotAJob.class.getName()
                        + "' in '%s' is not a job. It must implement"
                        + " org.holdfast.api.Job.");
        for (Class<?> type : List.of(HiddenConstructor.class, PassThrough.Unfinished.class)) {
            refusedClass(
                    type.getName(),
                    "Class '"
                            + type.getName()
                            + "' in '%s' cannot be created. It must be public,"
                            + " not abstract, and have a public constructor without parameters.");
        }
        refusedClass(
                FailingConstructor.class.getName(),
                "The constructor of job class '"
                        + FailingConstructor.class.getName()
                        + "' failed: java.lang.IllegalStateException: no licence");
    }

    private JobGraph load(String jobClass, String... arguments) throws IOException {
        return loader.load(
                JobId.random(),
                new JobRequest(jar, jobClass, List.of(arguments), 3, Map.of("key", "value")));
    }

    private void refused(String message, List<?> parts, String... arguments) {
        assertThatThrownBy(() -> load("", arguments))
                .isInstanceOf(InvalidJobException.class)
                .hasMessage(message.formatted(parts.toArray()));
    }

    private void refusedClass(String jobClass, String message) {
        assertThatThrownBy(() -> load(jobClass))
                .isInstanceOf(InvalidJobException.class)
                .hasMessage(message.formatted(jar));
    }
}
