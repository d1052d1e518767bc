package org.holdfast.faults;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.apache.hadoop.conf.Configuration;
import org.holdfast.runtime.checkpoint.CheckpointReport;
import org.holdfast.runtime.dispatcher.JobDetails;
import org.holdfast.runtime.file.HadoopFileAccess;
import org.holdfast.runtime.jobgraph.JobGraph;
import org.holdfast.runtime.jobgraph.JobId;
import org.holdfast.runtime.rest.client.RestClient;
import org.holdfast.runtime.usercode.JobLoader;
import org.holdfast.runtime.usercode.JobRequest;
import org.holdfast.selfcheck.OutputChecker;
import org.holdfast.selfcheck.SelfCheckedOutput;
import org.holdfast.selfcheck.SelfCheckingJob;
import org.holdfast.selfcheck.Verdict;

/** A self-checking job of one cell, with a jar no other job has. */
final class CellJob {

    private static final int KEYS = 100;
    private static final int RATE = 5_000;
    private static final int PARALLELISM = 2;

    /** What the job is made of. */
    private static final List<String> CLASSES =
            List.of("SelfCheckingJob", "ChainPerKey", "Link", "PlainSink", "PlainSink$1");

    private final FaultCluster cluster;
    private final int records;
    private final String output;
    private final Path jar;
    private final JobGraph graph;

    /**
     * Defines it; nothing is submitted.
     *
     * @param name of this job and no other
     */
    CellJob(FaultCluster cluster, String name, int records) throws IOException {
        this.cluster = cluster;
        this.records = records;
        JobId id = JobId.random();
        output = cluster.uri("/output/" + id);
        jar = newJar(name);
        graph =
                new JobLoader(new HadoopFileAccess(new Configuration()))
                        .load(
                                id,
                                new JobRequest(
                                        jar,
                                        SelfCheckingJob.class.getName(),
                                        arguments(),
                                        PARALLELISM,
                                        Map.of()));
    }

    private List<String> arguments() {
        return new SelfCheckSettings(records, KEYS, RATE, PARALLELISM, "file").arguments(output);
    }

    private static Path newJar(String name) throws IOException {
        Path jar = Files.createTempFile("holdfast-cell-", ".jar");
        jar.toFile().deleteOnExit();
        String folder = SelfCheckingJob.class.getPackageName().replace('.', '/');
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (String type : CLASSES) {
                String path = folder + "/" + type + ".class";
                out.putNextEntry(new ZipEntry(path));
                try (InputStream code = CellJob.class.getResourceAsStream("/" + path)) {
                    code.transferTo(out);
                }
            }
            out.putNextEntry(new ZipEntry("cell/" + name + "-" + System.nanoTime()));
        }
        return jar;
    }

    JobId id() {
        return graph.id();
    }

    /** Submits it to whoever leads; once more if it was before. */
    JobId submit() {
        return cluster.client().ask(this::submitOnce);
    }

    JobId submitOnce(RestClient client) {
        String digest = graph.code().jarDigest();
        if (!client.hasBlob(digest)) {
            client.putBlob(digest, jar);
        }
        return client.submit(graph);
    }

    JobDetails details() {
        return cluster.client().ask(rest -> rest.job(id())).orElseThrow();
    }

    CheckpointReport checkpoints() {
        return cluster.client().ask(rest -> rest.checkpoints(id())).orElseThrow();
    }

    /** Judges what it has committed; empty if each record is there once. */
    String check() throws IOException {
        try (SelfCheckedOutput committed = SelfCheckedOutput.open(output)) {
            Verdict verdict = committed.check(new OutputChecker(records, KEYS, PARALLELISM));
            String[] report = verdict.report().split("\n");
            return verdict.isExactlyOnce() ? "" : report[report.length - 1];
        }
    }
}
