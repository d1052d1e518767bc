package org.holdfast.runtime.task;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import org.holdfast.runtime.jobgraph.DefinedJob;
import org.holdfast.runtime.usercode.UserCode;
import org.holdfast.runtime.usercode.UserCodeCache;

/** Gets tasks their code from their jobs' jars. */
public final class JarCodeLoader implements TaskCode.Loader {

    private final UserCodeCache cache;

    public JarCodeLoader(UserCodeCache cache) {
        this.cache = requireNonNull(cache, "cache");
    }

    @Override
    public TaskCode load(TaskDeployment deployment) throws IOException, InterruptedException {
        UserCode code =
                cache.acquire(deployment.attempt().job(), deployment.code(), deployment.jarUri());
        return new JarCode(code, deployment.graphHash());
    }

    private record JarCode(UserCode code, String graphHash) implements TaskCode {

        @Override
        public ClassLoader classLoader() {
            return code.classLoader();
        }

        @Override
        public DefinedJob define() {
            return code.define(graphHash);
        }

        @Override
        public void close() {
            code.close();
        }
    }
}
