package org.holdfast.runtime.usercode;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.holdfast.api.InvalidJobException;
import org.holdfast.api.JobArguments;
import org.holdfast.ha.storage.Sha256;
import org.holdfast.runtime.file.HadoopFileAccess;
import org.holdfast.runtime.jobgraph.DefinedJob;
import org.holdfast.runtime.jobgraph.JobCode;
import org.holdfast.runtime.jobgraph.JobId;
import org.holdfast.runtime.usercode.jobs.PassThrough;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserCodeCacheTest {

    private static final JobId JOB = JobId.random();

    @TempDir private Path folder;
    private Path local;
    private Path jar;
    private JobCode code;
    private UserCodeCache cache;

    @BeforeEach
    void open() throws IOException {
        local = folder.resolve("local");
        jar = TestJar.of(folder.resolve("job.jar"), PassThrough.class);
        code = code(Sha256.hexOf(jar));
        cache = new UserCodeCache(local, new HadoopFileAccess(new Configuration(false)));
    }

    @AfterEach
    void close() {
        cache.close();
    }

    @Test
    void definesAnInstanceForEachSubtaskInOneClassLoader() throws Exception {
        try (UserCode one = acquire(JOB);
                UserCode two = acquire(JOB)) {
            DefinedJob first = one.define(graphHash());
            DefinedJob second = two.define(graphHash());

            assertThat(first.chains().get(0)).isNotEqualTo(second.chains().get(0));
            assertThat(one.classLoader()).isSameAs(two.classLoader());
            assertThat(local).isDirectoryContaining("glob:**.jar");
        }
    }

    @Test
    void givesEachJobAClassLoaderOfItsOwn() throws Exception {
        try (UserCode one = acquire(JOB);
                UserCode two = acquire(JobId.random())) {
            assertThat(one.classLoader()).isNotSameAs(two.classLoader());
            assertThat(one.classLoader().loadClass(PassThrough.class.getName()))
                    .isNotSameAs(two.classLoader().loadClass(PassThrough.class.getName()))
                    .isNotSameAs(PassThrough.class);
        }
    }

    @Test
    void closesTheClassLoaderWhenTheLastSubtaskLetsGo() throws Exception {
        UserCode one = acquire(JOB);
        UserCode two = acquire(JOB);
        one.close();
        one.close();
        assertThat(two.classLoader().getResource(entry())).isNotNull();
        two.close();

        assertThat(two.classLoader().getResource(entry())).isNull();
        assertThat(local).isEmptyDirectory();
        try (UserCode again = acquire(JOB)) {
            assertThat(again.classLoader()).isNotSameAs(one.classLoader());
            assertThat(again.define(graphHash()).vertices()).hasSize(1);
        }
    }

    @Test
    void refusesAJarThatIsNotTheOneSubmitted() throws Exception {
        code = code("0".repeat(64));

        assertThatThrownBy(() -> acquire(JOB))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is not the one that was submitted")
                .hasMessageContaining("0".repeat(64));
        assertThat(local).isEmptyDirectory();
    }

    @Test
    void triesAgainAfterAJarCouldNotBeFetched() throws Exception {
        Path away = Files.move(jar, folder.resolve("away"));
        assertThatThrownBy(() -> acquire(JOB))
                .isInstanceOf(IOException.class)
                .hasMessage("'%s': no such file or directory", jar.toUri());
        Files.move(away, jar);

        acquire(JOB).close();
    }

    @Test
    void refusesAGraphThatIsNotTheClients() throws Exception {
        try (UserCode userCode = acquire(JOB)) {
            assertThatThrownBy(() -> userCode.define("f".repeat(64)))
                    .isInstanceOf(InvalidJobException.class)
                    .hasMessageContaining("gave another graph here than at the client")
                    .hasMessageContaining(graphHash())
                    .hasMessageContaining("It must depend on nothing but the arguments");
        }
    }

    @Test
    void refusesASubtaskWithAnotherJar() throws Exception {
        try (UserCode ignored = acquire(JOB)) {
            code = code("0".repeat(64));
            assertThatThrownBy(() -> acquire(JOB))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("is refused");
        }
        assertThat(local).isEmptyDirectory();
    }

    @Test
    void givesNothingAfterItWasClosed() throws Exception {
        UserCode held = acquire(JOB);
        cache.close();

        assertThat(local).isEmptyDirectory();
        assertThatThrownBy(() -> acquire(JOB))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("this TaskManager is stopping");
        held.close();
    }

    @Test
    void fetchesOnceForSubtasksThatStartTogetherAndKeepsNothing() throws Exception {
        ExecutorService subtasks = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                Random random = new Random(i);
                running.add(subtasks.submit(() -> comeAndGo(random)));
            }
            for (Future<?> subtask : running) {
                subtask.get(60, SECONDS);
            }
        } finally {
            subtasks.shutdownNow();
        }
        assertThat(local).isEmptyDirectory();
    }

    private Void comeAndGo(Random random) throws Exception {
        String expected = graphHash();
        for (int i = 0; i < 50; i++) {
            try (UserCode one = acquire(JOB)) {
                one.define(expected);
                if (random.nextBoolean()) {
                    try (UserCode two = acquire(JOB)) {
                        assertThat(two.classLoader()).isSameAs(one.classLoader());
                    }
                }
                try (Stream<Path> copies = Files.list(local);
                        InputStream in = one.classLoader().getResourceAsStream(entry())) {
                    assertThat(in.readAllBytes()).isNotEmpty();
                    assertThat(copies).isNotEmpty();
                }
            }
        }
        return null;
    }

    private UserCode acquire(JobId job) throws Exception {
        return cache.acquire(job, code, jar.toUri().toString());
    }

    private String graphHash() throws IOException {
        try (JobJar opened = new JobJar(jar)) {
            return opened.define(PassThrough.class.getName(), JobArguments.parse(List.of()), 2)
                    .graphHash();
        }
    }

    private static JobCode code(String digest) {
        return new JobCode(digest, PassThrough.class.getName(), List.of(), 2);
    }

    private static String entry() {
        return PassThrough.class.getName().replace('.', '/') + ".class";
    }
}
