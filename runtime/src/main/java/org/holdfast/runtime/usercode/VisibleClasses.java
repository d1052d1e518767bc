package org.holdfast.runtime.usercode;

/** What user code sees of this process: the Java platform, the job API, and SLF4J. */
final class VisibleClasses extends ClassLoader {

    static {
        registerAsParallelCapable();
    }

    private final ClassLoader ours = VisibleClasses.class.getClassLoader();

    VisibleClasses() {
        super("holdfast-visible", getPlatformClassLoader());
    }

    /** Whether a class is ours to give, whatever the job's jar contains. */
    static boolean includes(String className) {
        return className.startsWith("org.holdfast.api.") || className.startsWith("org.slf4j.");
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        if (!includes(name)) {
            throw new ClassNotFoundException(name);
        }
        return ours.loadClass(name);
    }
}
