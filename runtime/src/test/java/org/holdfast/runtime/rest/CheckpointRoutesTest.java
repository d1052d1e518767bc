package org.holdfast.runtime.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.holdfast.ha.storage.StorageDirectory;
import org.holdfast.ha.store.BlobStore;
import org.holdfast.runtime.checkpoint.CheckpointException;
import org.holdfast.runtime.checkpoint.SavepointRequest;
import org.holdfast.runtime.checkpoint.SavepointRequest.Mode;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.jobgraph.JobId;
import org.holdfast.runtime.log.LogTail;
import org.holdfast.runtime.rest.client.RequestId;
import org.holdfast.runtime.rest.client.RestClient;
import org.holdfast.runtime.rest.client.SavepointProgress.Completed;
import org.holdfast.runtime.rest.client.SavepointProgress.Failed;
import org.holdfast.runtime.rest.client.SavepointProgress.InProgress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CheckpointRoutesTest {

    private static final JobId JOB = JobId.random();
    private static final RequestId REQUEST = RequestId.random();
    private static final String PATH = "hdfs:///savepoints/1/_metadata";

    @TempDir Path folder;
    private final InMemoryDispatcher dispatcher = new InMemoryDispatcher();
    private RestServer server;
    private RestClient client;

    @BeforeEach
    void start() throws Exception {
        BlobStore blobs =
                new BlobStore(
                        StorageDirectory.open(
                                folder.resolve("storage").toUri(),
                                new org.apache.hadoop.conf.Configuration(false)));
        server =
                new RestServer(
                        dispatcher,
                        Standby.none(),
                        blobs,
                        new LogTail(folder.resolve("none")),
                        Configuration.of(
                                Map.of("rest.bind-port", "0", "rest.bind-address", "127.0.0.1")));
        client = new RestClient(URI.create("http://127.0.0.1:" + server.port()));
        dispatcher.submit(TestJobs.printNumbers(JOB, "a".repeat(64))).join();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void showsCheckpoints() {
        assertThat(client.checkpoints(JOB)).hasValue(InMemoryDispatcher.CHECKPOINTS);
        assertThat(client.checkpoints(JobId.random())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void takesASavepoint(Mode mode) {
        SavepointRequest request = new SavepointRequest("hdfs:///savepoints", mode);

        assertThat(client.triggerSavepoint(JOB, request, REQUEST)).isTrue();

        assertThat(client.savepoint(JOB, REQUEST)).hasValue(new InProgress());
        assertThat(asked().job()).isEqualTo(JOB);
        assertThat(asked().request()).isEqualTo(request);
        asked().path().complete(Optional.of(PATH));
        assertThat(client.savepoint(JOB, REQUEST)).hasValue(new Completed(PATH));
    }

    @Test
    void leavesTheDirectoryToTheJobManagerWhenNoneIsNamed() {
        client.triggerSavepoint(JOB, new SavepointRequest("", Mode.STOP), REQUEST);

        assertThat(asked().request().directory()).isEmpty();
    }

    @Test
    void takesOneSavepointForARequestThatIsSentTwice() {
        SavepointRequest request = new SavepointRequest("", Mode.STOP);
        client.triggerSavepoint(JOB, request, REQUEST);
        asked().path().complete(Optional.of(PATH));
        dispatcher.end(JOB);

        assertThat(client.triggerSavepoint(JOB, request, REQUEST)).isTrue();

        assertThat(dispatcher.savepoints()).hasSize(1);
        assertThat(client.savepoint(JOB, REQUEST)).hasValue(new Completed(PATH));
    }

    @Test
    void refusesAnIdThatWasGivenToAnotherRequest() {
        client.triggerSavepoint(JOB, new SavepointRequest("", Mode.GO_ON), REQUEST);

        assertThatThrownBy(
                        () ->
                                client.triggerSavepoint(
                                        JOB, new SavepointRequest("", Mode.DRAIN), REQUEST))
                .hasMessageContaining("asked for another savepoint before");
        assertThat(dispatcher.savepoints()).hasSize(1);
    }

    @Test
    void tellsWhyThereIsNoSavepoint() {
        client.triggerSavepoint(JOB, new SavepointRequest("", Mode.GO_ON), REQUEST);
        asked().path().completeExceptionally(new CheckpointException("the disk is full"));

        assertThat(client.savepoint(JOB, REQUEST)).hasValue(new Failed("the disk is full"));
    }

    @Test
    void tellsThatTheJobEndedMeanwhile() {
        client.triggerSavepoint(JOB, new SavepointRequest("", Mode.GO_ON), REQUEST);
        asked().path().complete(Optional.empty());

        assertThat(client.savepoint(JOB, REQUEST))
                .hasValue(new Failed("Job " + JOB + " does not run any more."));
    }

    @Test
    void refusesToTakeASavepointOfAJobThatHasEnded() {
        dispatcher.end(JOB);

        assertThatThrownBy(
                        () ->
                                client.triggerSavepoint(
                                        JOB, new SavepointRequest("", Mode.GO_ON), REQUEST))
                .hasMessageContaining("has ended, it is FINISHED");
        assertThat(dispatcher.savepoints()).isEmpty();
    }

    @Test
    void saysWhatThereIsNot() {
        SavepointRequest request = new SavepointRequest("", Mode.GO_ON);

        assertThat(client.triggerSavepoint(JobId.random(), request, REQUEST)).isFalse();
        assertThat(client.savepoint(JOB, REQUEST)).isEmpty();
    }

    private InMemoryDispatcher.Savepoint asked() {
        assertThat(dispatcher.savepoints()).hasSize(1);
        return dispatcher.savepoints().get(0);
    }
}
