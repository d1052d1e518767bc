package org.holdfast.runtime.jobmaster;

/** Where the jars of jobs are. */
@FunctionalInterface
public interface JarLocations {

    /**
     * Where TaskManagers get a jar.
     *
     * @param jarDigest SHA-256 of the jar, 64 lower-case hexadecimal digits
     * @return a URI of a file system Hadoop knows; whether the file is there is not checked
     */
    String uriOf(String jarDigest);
}
