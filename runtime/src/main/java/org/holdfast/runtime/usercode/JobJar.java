package org.holdfast.runtime.usercode;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.holdfast.api.InvalidJobException;
import org.holdfast.api.Job;
import org.holdfast.api.JobArguments;
import org.holdfast.runtime.jobgraph.DataflowBuilder;
import org.holdfast.runtime.jobgraph.DefinedJob;

/** A job's jar, opened in a class loader of its own. Thread-safe. */
final class JobJar implements AutoCloseable {

    private static final List<String> CLASS_ATTRIBUTES = List.of("Job-Class", "Main-Class");

    private final Path file;
    private final JobClassLoader classes;

    /**
     * Opens a jar.
     *
     * @throws InvalidJobException if there is none at {@code file}, or it cannot be read
     */
    JobJar(Path file) {
        this.file = file;
        if (!Files.isRegularFile(file)) {
            throw new InvalidJobException(
                    Files.exists(file)
                            ? "Job jar '%s' is not a file. Give the path of a jar.".formatted(file)
                            : "Job jar '%s' does not exist. Check the path.".formatted(file));
        }
        if (!Files.isReadable(file)) {
            throw new InvalidJobException(
                    "Job jar '%s' cannot be read. Check its permissions.".formatted(file));
        }
        try (JarFile jar = new JarFile(file.toFile())) {
            jar.getManifest();
            classes = new JobClassLoader(file.toUri().toURL());
        } catch (IOException e) {
            throw damaged(e);
        }
    }

    ClassLoader classLoader() {
        return classes;
    }

    /**
     * The job's class: the manifest's {@code Job-Class} or {@code Main-Class}, else the only public
     * class that implements {@link Job}.
     */
    String findJobClass() {
        try (JarFile jar = new JarFile(file.toFile())) {
            Manifest manifest = jar.getManifest();
            Attributes attributes =
                    manifest == null ? new Attributes() : manifest.getMainAttributes();
            for (String attribute : CLASS_ATTRIBUTES) {
                String name = attributes.getValue(attribute);
                if (name != null) {
                    return name.trim();
                }
            }
            return onlyOf(jobClasses(jar));
        } catch (IOException e) {
            throw damaged(e);
        }
    }

    /**
     * Runs {@code define} of a new instance.
     *
     * @throws InvalidJobException if the class is not a job, or its {@code define} throws
     */
    DefinedJob define(String jobClass, JobArguments arguments, int defaultParallelism) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(classes);
        try {
            Constructor<? extends Job> constructor = constructor(jobClass);
            String name = constructor.getDeclaringClass().getSimpleName();
            DataflowBuilder flow = new DataflowBuilder(name, defaultParallelism);
            constructor.newInstance().define(flow, arguments);
            return flow.build();
        } catch (InvocationTargetException e) {
            throw failed(jobClass, "constructor", e.getCause());
        } catch (InvalidJobException | VirtualMachineError e) {
            throw e;
        } catch (Throwable e) {
            throw failed(jobClass, "define()", e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Override
    public void close() throws IOException {
        classes.close();
    }

    private SortedSet<String> jobClasses(JarFile jar) {
        SortedSet<String> found = new TreeSet<>();
        for (Enumeration<JarEntry> all = jar.entries(); all.hasMoreElements(); ) {
            String entry = all.nextElement().getName();
            if (entry.endsWith(".class") && !entry.startsWith("META-INF/")) {
                String name = entry.substring(0, entry.length() - 6).replace('/', '.');
                if (isPublicJob(name)) {
                    found.add(name);
                }
            }
        }
        return found;
    }

    private boolean isPublicJob(String name) {
        try {
            Class<?> type = Class.forName(name, false, classes);
            int modifiers = type.getModifiers();
            return Job.class.isAssignableFrom(type)
                    && Modifier.isPublic(modifiers)
                    && !Modifier.isAbstract(modifiers);
        } catch (ClassNotFoundException | LinkageError e) {
            return false; // a library's class that needs what the jar does not have: no job
        }
    }

    private String onlyOf(SortedSet<String> found) {
        if (found.isEmpty()) {
            throw new InvalidJobException(
                    ("No class in '%s' implements %s. Give a jar with a job, or name its class in"
                                    + " the manifest (Job-Class).")
                            .formatted(file, Job.class.getName()));
        }
        if (found.size() > 1) {
            throw new InvalidJobException(
                    "'%s' has several jobs: %s. Say which one with -c CLASS."
                            .formatted(file, String.join(", ", found)));
        }
        return found.first();
    }

    private Constructor<? extends Job> constructor(String jobClass) {
        Class<?> type;
        try {
            type = Class.forName(jobClass, true, classes);
        } catch (ClassNotFoundException e) {
            throw new InvalidJobException(
                    "There is no class '%s' in '%s'. Check the name, package included."
                            .formatted(jobClass, file),
                    e);
        } catch (LinkageError e) {
            throw new InvalidJobException(
                    "Class '%s' in '%s' cannot be loaded: %s. Put what it needs into the jar."
                            .formatted(jobClass, file, e),
                    e);
        }
        if (!Job.class.isAssignableFrom(type)) {
            throw new InvalidJobException(
                    "Class '%s' in '%s' is not a job. It must implement %s."
                            .formatted(jobClass, file, Job.class.getName()));
        }
        try {
            int modifiers = type.getModifiers();
            if (Modifier.isPublic(modifiers) && !Modifier.isAbstract(modifiers)) {
                return type.asSubclass(Job.class).getConstructor();
            }
        } catch (NoSuchMethodException e) {
            // said below
        }
        throw new InvalidJobException(
                ("Class '%s' in '%s' cannot be created. It must be public, not abstract, and have a"
                                + " public constructor without parameters.")
                        .formatted(jobClass, file));
    }

    private InvalidJobException damaged(IOException cause) {
        return new InvalidJobException(
                "'%s' is not a jar, or it is damaged: %s. Build or copy it again."
                        .formatted(file, cause.getMessage()),
                cause);
    }

    private static InvalidJobException failed(String jobClass, String what, Throwable cause) {
        return cause instanceof InvalidJobException said
                ? said
                : new InvalidJobException(
                        "The %s of job class '%s' failed: %s".formatted(what, jobClass, cause),
                        cause);
    }
}
