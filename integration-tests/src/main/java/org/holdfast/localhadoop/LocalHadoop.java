package org.holdfast.localhadoop;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.yarn.exceptions.YarnException;
import org.apache.hadoop.yarn.server.MiniYARNCluster;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * YARN, HDFS and ZooKeeper in this JVM, on the loopback interface, with real containers in
 * processes of their own.
 *
 * <p>Every start is a fresh cluster. {@link #close()} stops the servers and kills every container
 * they started.
 */
public final class LocalHadoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LocalHadoop.class);
    private static final int ONLY_RESOURCE_MANAGER = 0;
    private static final Duration NODE_MANAGERS_BOUND = Duration.ofSeconds(60);

    /** MiniYARNCluster takes its working directory from here, and from nowhere else. */
    private static final String WORK_DIRECTORY_PROPERTY = "test.build.data";

    private final LocalHadoopOptions options;
    private final LocalHadoopFolder folder;

    /** What {@link #close()} undoes, the latest first. */
    private final Deque<AutoCloseable> running = new ArrayDeque<>();

    private LocalZooKeeper zooKeeper;
    private MiniDFSCluster hdfs;
    private MiniYARNCluster yarn;
    private Configuration client;

    private LocalHadoop(LocalHadoopOptions options, LocalHadoopFolder folder) {
        this.options = options;
        this.folder = folder;
    }

    /**
     * Starts everything and returns when all of it serves: 6 to 12 s on two cores.
     *
     * @throws IOException if a server does not start; what had started is stopped again
     */
    public static LocalHadoop start(LocalHadoopOptions options) throws IOException {
        requireNonNull(options, "options");
        ContainerProcesses leftovers =
                new ContainerProcesses(new LocalHadoopFolder(options.directory()).yarn());
        leftovers.killAll();
        LocalHadoop cluster =
                new LocalHadoop(options, LocalHadoopFolder.prepare(options.directory()));
        try {
            cluster.startServers();
            return cluster;
        } catch (IOException | RuntimeException | Error e) {
            try {
                cluster.close();
            } catch (IOException | RuntimeException closing) {
                e.addSuppressed(closing);
            }
            throw e;
        }
    }

    /**
     * What a client in this JVM uses; the same as a client elsewhere reads from {@link
     * #configurationDirectory()}.
     */
    public Configuration configuration() {
        return new Configuration(client);
    }

    /** The {@code HADOOP_CONF_DIR} of this cluster. */
    public Path configurationDirectory() {
        return folder.configuration();
    }

    /** Host and port of the ZooKeeper server. */
    public String zooKeeperConnect() {
        return zooKeeper.connectString();
    }

    /** The servers themselves, for tests that stop one of them. */
    public MiniYARNCluster yarn() {
        return yarn;
    }

    /** The servers themselves, for tests that stop one of them. */
    public MiniDFSCluster hdfs() {
        return hdfs;
    }

    /**
     * The living processes of all containers, with what they started: the container's shell, Java,
     * its children.
     */
    public List<ProcessHandle> containerProcesses() {
        return containers().alive();
    }

    /**
     * Where the containers of all NodeManagers work and log, for tests that look at what they
     * wrote.
     */
    public Path containerFolder() {
        return folder.yarn();
    }

    LocalHadoopAddresses addresses() {
        return new LocalHadoopAddresses(
                client.get("fs.defaultFS"),
                client.get("yarn.resourcemanager.address"),
                "http://" + client.get("yarn.resourcemanager.webapp.address"),
                zooKeeperConnect(),
                configurationDirectory());
    }

    private void startServers() throws IOException {
        long start = System.nanoTime();
        Configuration conf = ClusterConfiguration.of(options, folder);
        startZooKeeper();
        startHdfs(conf);
        startYarn(conf);
        Configuration bound = new Configuration(yarn.getConfig());
        ClientConfiguration.write(folder.configuration(), bound, options.properties());
        client = ClientConfiguration.read(folder.configuration());
        createHomes();
        folder.publishAddresses(addresses().lines());
        LOG.info(
                "Local Hadoop serves after {} ms: {}",
                (System.nanoTime() - start) / 1_000_000,
                addresses());
    }

    private void startZooKeeper() throws IOException {
        zooKeeper =
                new LocalZooKeeper(
                        folder.zooKeeper(), options.zooKeeperTick(), options.ports().zooKeeper());
        running.push(zooKeeper);
    }

    private void startHdfs(Configuration conf) throws IOException {
        hdfs =
                new MiniDFSCluster.Builder(conf, folder.hdfs().toFile())
                        .numDataNodes(1)
                        .nameNodePort(options.ports().hdfs())
                        .checkExitOnShutdown(false)
                        .build();
        running.push(() -> hdfs.shutdown(false));
        hdfs.waitClusterUp();
    }

    private void startYarn(Configuration conf) throws IOException {
        String before = System.getProperty(WORK_DIRECTORY_PROPERTY);
        System.setProperty(WORK_DIRECTORY_PROPERTY, folder.yarn().toString());
        try {
            yarn = new MiniYARNCluster("cluster", options.nodeManagers(), 1, 1);
        } finally {
            if (before == null) {
                System.clearProperty(WORK_DIRECTORY_PROPERTY);
            } else {
                System.setProperty(WORK_DIRECTORY_PROPERTY, before);
            }
        }
        running.push(containers()::killAll);
        running.push(yarn::stop);
        running.push(this::stopContainers);
        yarn.init(conf);
        yarn.start();
        awaitNodeManagers();
    }

    private void awaitNodeManagers() throws IOException {
        try {
            if (!yarn.waitForNodeManagersToConnect(NODE_MANAGERS_BOUND.toMillis())) {
                throw new IOException(
                        options.nodeManagers()
                                + " NodeManagers did not register within "
                                + NODE_MANAGERS_BOUND.toSeconds()
                                + " s");
            }
        } catch (YarnException e) {
            throw new IOException("NodeManagers cannot register", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while the NodeManagers registered", e);
        }
    }

    private void createHomes() throws IOException {
        FileSystem files = hdfs.getFileSystem();
        files.mkdirs(files.getHomeDirectory());
        org.apache.hadoop.fs.Path tmp = new org.apache.hadoop.fs.Path("/tmp");
        files.mkdirs(tmp);
        files.setPermission(tmp, new FsPermission("1777"));
    }

    private ContainerProcesses containers() {
        return new ContainerProcesses(folder.yarn());
    }

    /**
     * Ends the ResourceManager, which would start new containers, and every container.
     *
     * <p>Enough for a process that ends anyway: nothing else outlives it. NodeManagers take 10 s to
     * stop once they ran something, and HDFS cannot stop in order while a JVM shuts down.
     */
    public void stopContainers() throws IOException {
        folder.withdrawAddresses();
        yarn.stopResourceManager(ONLY_RESOURCE_MANAGER);
        containers().killAll();
    }

    /**
     * Stops the servers in reverse order and kills the containers that are left. May be called
     * twice.
     */
    @Override
    public void close() throws IOException {
        IOException failure = null;
        while (!running.isEmpty()) {
            try {
                running.pop().close();
            } catch (Exception e) {
                if (failure == null) {
                    failure = new IOException("The local Hadoop did not stop cleanly: " + e, e);
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
