package org.holdfast.runtime.usercode;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Enumeration;

/**
 * Loads a job's classes: from its jar first, then from {@link VisibleClasses}; those of the Java
 * platform and of {@link VisibleClasses} itself never from the jar.
 */
final class JobClassLoader extends URLClassLoader {

    static {
        registerAsParallelCapable();
    }

    JobClassLoader(URL jar) {
        super("holdfast-job", new URL[] {jar}, new VisibleClasses());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (name.startsWith("java.") || VisibleClasses.includes(name)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded == null) {
                try {
                    loaded = findClass(name);
                } catch (ClassNotFoundException e) {
                    return super.loadClass(name, resolve);
                }
            }
            if (resolve) {
                resolveClass(loaded);
            }
            return loaded;
        }
    }

    @Override
    public URL getResource(String name) {
        URL own = findResource(name);
        return own == null ? super.getResource(name) : own;
    }

    /** The jar's own first; the platform has hardly any resources, so order decides little. */
    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        Enumeration<URL> own = findResources(name);
        return own.hasMoreElements() ? own : super.getResources(name);
    }
}
