package org.holdfast.ha.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.holdfast.ha.store.TestCluster.JOB;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.holdfast.ha.store.TestCluster.Leader;

/** What a leader does durably, and what any later leader must find then. */
enum StoreOperation {
    /** A client submits a job. */
    SUBMIT {
        @Override
        void prepare(TestCluster cluster, Leader leader) {}

        @Override
        void run(TestCluster cluster, Leader leader) throws IOException {
            leader.graphs().put(JOB, bytes("graph"));
        }

        @Override
        void check(TestCluster cluster, Leader next, long by, boolean done) throws IOException {
            Optional<byte[]> graph = next.graphs().find(JOB);
            assertThat(graph.isPresent() || !done).as("an accepted job is there (I6)").isTrue();
            graph.ifPresent(content -> assertThat(content).asString(UTF_8).isEqualTo("graph"));
        }
    },

    /** A job's tasks are about to be deployed once more. */
    SWAP_LEDGER {
        @Override
        void prepare(TestCluster cluster, Leader leader) throws IOException {
            SUBMIT.run(cluster, leader);
            leader.ledgers().swap(JOB, bytes("ledger 0"));
        }

        @Override
        void run(TestCluster cluster, Leader leader) throws IOException {
            leader.ledgers().swap(JOB, bytes("ledger " + leader.epoch().number()));
        }

        @Override
        void check(TestCluster cluster, Leader next, long by, boolean done) throws IOException {
            byte[] ledger = next.ledgers().find(JOB).orElseThrow();
            assertThat(ledger)
                    .asString(UTF_8)
                    .matches(done ? "ledger " + by : "ledger [0-" + by + "]");
        }
    },

    /** A user cancels a job. */
    CANCEL {
        @Override
        void prepare(TestCluster cluster, Leader leader) throws IOException {
            SUBMIT.run(cluster, leader);
        }

        @Override
        void run(TestCluster cluster, Leader leader) throws IOException {
            leader.cancels().record(JOB, "cancel");
        }

        @Override
        void check(TestCluster cluster, Leader next, long by, boolean done) throws IOException {
            assertThat(next.cancels().find(JOB).isPresent() || !done)
                    .as("what a user was told is durable")
                    .isTrue();
        }
    },

    /** A checkpoint is complete. */
    CHECKPOINT {
        @Override
        void prepare(TestCluster cluster, Leader leader) throws IOException {
            SUBMIT.run(cluster, leader);
            commit(cluster, leader, "1-1");
        }

        @Override
        void run(TestCluster cluster, Leader leader) throws IOException {
            String id = leader.epoch().number() + "-2";
            if (leader.checkpoints().find(JOB, id).isEmpty()) {
                // what an attempt before has left there goes with the attempt
                cluster.directories().at(cluster.checkpointDirectory(JOB, id)).deleteAll();
                commit(cluster, leader, id);
            }
        }

        @Override
        void check(TestCluster cluster, Leader next, long by, boolean done) throws IOException {
            CommittedCheckpoints all = next.checkpoints().loadAll(JOB);
            assertThat(all.damaged()).as("every pointer leads to a whole file (I4, I12)").isEmpty();
            String latest = all.latest().orElseThrow().id();
            assertThat(latest).isIn(done ? List.of(by + "-2") : List.of("1-1", "1-2", by + "-2"));
        }
    },

    /** An older checkpoint is not needed any more. */
    SUBSUME {
        @Override
        void prepare(TestCluster cluster, Leader leader) throws IOException {
            CHECKPOINT.prepare(cluster, leader);
            commit(cluster, leader, "1-2");
        }

        @Override
        void run(TestCluster cluster, Leader leader) throws IOException {
            leader.checkpoints()
                    .remove(
                            JOB,
                            "1-1",
                            cluster.directories().at(cluster.checkpointDirectory(JOB, "1-1")));
        }

        @Override
        void check(TestCluster cluster, Leader next, long by, boolean done) throws IOException {
            CommittedCheckpoints all = next.checkpoints().loadAll(JOB);
            assertThat(all.damaged()).as("every pointer leads to a whole file (I4)").isEmpty();
            assertThat(all.latest().orElseThrow().id()).isEqualTo("1-2");
            assertThat(all.readable()).hasSizeBetween(1, done ? 1 : 2);
        }
    },

    /** All tasks of a job have ended. */
    FINISH {
        @Override
        void prepare(TestCluster cluster, Leader leader) throws IOException {
            SWAP_LEDGER.prepare(cluster, leader);
            commit(cluster, leader, "1-1");
        }

        @Override
        void run(TestCluster cluster, Leader leader) throws IOException {
            leader.results().finish(JOB, bytes("FINISHED"));
        }

        @Override
        void check(TestCluster cluster, Leader next, long by, boolean done) throws IOException {
            Optional<JobResult> result = next.results().find(JOB);
            assertThat(next.graphs().find(JOB).isPresent())
                    .as("either to run or ended (I8, I10)")
                    .isNotEqualTo(result.isPresent());
            assertThat(result.isPresent() || !done).as("a result is never lost (I9)").isTrue();
            result.ifPresent(
                    ended -> assertThat(ended.content()).asString(UTF_8).isEqualTo("FINISHED"));
        }
    },

    /** What is left of a job is removed, its result stays. */
    CLEAN_UP {
        @Override
        void prepare(TestCluster cluster, Leader leader) throws IOException {
            FINISH.prepare(cluster, leader);
            CANCEL.run(cluster, leader);
            leader.blobs().put(JAR, new ByteArrayInputStream(new byte[0]));
            FINISH.run(cluster, leader);
        }

        @Override
        void run(TestCluster cluster, Leader leader) throws IOException {
            leader.cleanup().clean(JOB, cluster.checkpoints(JOB), false, Set.of(JAR));
        }

        @Override
        void check(TestCluster cluster, Leader next, long by, boolean done) throws IOException {
            JobResult result = next.results().find(JOB).orElseThrow();
            assertThat(result.content()).asString(UTF_8).isEqualTo("FINISHED");
            checkClean(cluster, next, !result.dirty(), done, 1);
        }
    },

    /** What is left of a job is removed, its result too. */
    CLEAN_UP_ALL {
        @Override
        boolean deletesResults() {
            return true;
        }

        @Override
        void prepare(TestCluster cluster, Leader leader) throws IOException {
            CLEAN_UP.prepare(cluster, leader);
        }

        @Override
        void run(TestCluster cluster, Leader leader) throws IOException {
            CLEAN_UP.run(cluster, leader);
        }

        @Override
        void check(TestCluster cluster, Leader next, long by, boolean done) throws IOException {
            boolean clean = next.results().find(JOB).isEmpty();
            checkClean(cluster, next, clean, done, 0);
        }
    };

    /** Of no bytes. */
    private static final String JAR =
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    /** Brings a new cluster to where the operation starts. */
    abstract void prepare(TestCluster cluster, Leader leader) throws IOException;

    /** The operation; may be repeated. */
    abstract void run(TestCluster cluster, Leader leader) throws IOException;

    /**
     * Checks what a leader finds.
     *
     * @param by the number of the epoch in which the operation was tried last
     * @param done whether it returned; if not, it may have happened or not
     */
    abstract void check(TestCluster cluster, Leader next, long by, boolean done) throws IOException;

    boolean deletesResults() {
        return false;
    }

    private static void checkClean(
            TestCluster cluster, Leader next, boolean clean, boolean done, int results)
            throws IOException {
        assertThat(next.graphs().find(JOB)).as("it never runs again (I8)").isEmpty();
        assertThat(clean || !done).isTrue();
        if (clean) {
            List<String> files =
                    cluster.storage().exists("jobs") ? cluster.storage().list("jobs") : List.of();
            assertThat(files).as("clean: all artefacts are gone (I10)").isEmpty();
            assertThat(next.checkpoints().list(JOB)).isEmpty();
            assertThat(next.ledgers().find(JOB)).isEmpty();
            assertThat(next.cancels().find(JOB)).isEmpty();
            assertThat(next.blobs().contains(JAR)).isFalse();
            assertThat(cluster.checkpoints(JOB).exists()).isFalse();
        }
        if (done) {
            next.orphans().collect();
            assertThat(cluster.results().list()).hasSize(results);
        }
    }

    static void commit(TestCluster cluster, Leader leader, String id) throws IOException {
        leader.checkpoints()
                .commit(
                        JOB,
                        id,
                        leader.checkpoints().prepare(cluster.checkpointDirectory(JOB, id)),
                        bytes("metadata " + id));
    }

    static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
