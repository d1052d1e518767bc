package org.holdfast.client.deploy;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.yarn.api.records.ApplicationAttemptId;
import org.apache.hadoop.yarn.api.records.ApplicationAttemptReport;
import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.apache.hadoop.yarn.api.records.ApplicationSubmissionContext;
import org.apache.hadoop.yarn.api.records.NodeReport;
import org.apache.hadoop.yarn.api.records.NodeState;
import org.apache.hadoop.yarn.api.records.QueueInfo;
import org.apache.hadoop.yarn.client.api.YarnClient;
import org.apache.hadoop.yarn.client.api.YarnClientApplication;
import org.apache.hadoop.yarn.conf.HAUtil;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.exceptions.ApplicationNotFoundException;
import org.apache.hadoop.yarn.exceptions.YarnException;
import org.holdfast.client.deploy.DeploymentException.Kind;

/** The ResourceManager, with its errors in our words. It is connected to with the first call. */
final class ResourceManagerClient implements AutoCloseable {

    private final HadoopEnvironment environment;
    private final Configuration hadoop;
    private final YarnClient yarn = YarnClient.createYarnClient();

    ResourceManagerClient(HadoopEnvironment environment) {
        this.environment = requireNonNull(environment, "environment");
        this.hadoop = environment.forResourceManager();
        yarn.init(hadoop);
        yarn.start();
    }

    /** Gets an id for a new application, and what YARN has to offer for it. */
    YarnClientApplication createApplication() throws DeploymentException {
        return ask(yarn::createApplication);
    }

    /** Submits an application; returns when YARN has accepted it. */
    void submit(ApplicationSubmissionContext application) throws DeploymentException {
        try {
            yarn.submitApplication(application);
        } catch (YarnException e) {
            throw new DeploymentException(
                    Kind.INVALID,
                    "YARN refused application "
                            + application.getApplicationId()
                            + ": "
                            + firstLine(e.getMessage()),
                    e);
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    ApplicationReport report(ApplicationId id) throws DeploymentException {
        try {
            return yarn.getApplicationReport(id);
        } catch (ApplicationNotFoundException e) {
            throw notFound(id, e);
        } catch (YarnException e) {
            throw refused(e);
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    /** Kills an application and waits until it is over; does nothing if it is. */
    void kill(ApplicationId id) throws DeploymentException {
        try {
            yarn.killApplication(id);
        } catch (ApplicationNotFoundException e) {
            throw notFound(id, e);
        } catch (YarnException e) {
            throw refused(e);
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    /** An attempt of an application. */
    ApplicationAttemptReport attempt(ApplicationAttemptId id) throws DeploymentException {
        return ask(() -> yarn.getApplicationAttemptReport(id));
    }

    /** All attempts of an application that YARN remembers. */
    List<ApplicationAttemptReport> attempts(ApplicationId id) throws DeploymentException {
        return ask(() -> yarn.getApplicationAttempts(id));
    }

    /** Fails an attempt. Does nothing if it has ended. */
    void fail(ApplicationAttemptId id) throws DeploymentException {
        ask(
                () -> {
                    yarn.failApplicationAttempt(id);
                    return id;
                });
    }

    /** All queues below the root. */
    List<QueueInfo> queues() throws DeploymentException {
        return ask(yarn::getAllQueues);
    }

    /** How many NodeManagers there are to run containers. */
    int runningNodeManagers() throws DeploymentException {
        return ask(() -> yarn.getYarnClusterMetrics().getNumActiveNodeManagers());
    }

    List<NodeReport> runningNodes() throws DeploymentException {
        return ask(() -> yarn.getNodeReports(NodeState.RUNNING));
    }

    @Override
    public void close() {
        yarn.stop();
    }

    private <T> T ask(Question<T> question) throws DeploymentException {
        try {
            return question.ask();
        } catch (YarnException e) {
            throw refused(e);
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    private static DeploymentException notFound(ApplicationId id, Exception cause) {
        return new DeploymentException(
                Kind.NOT_FOUND,
                "YARN knows no application '"
                        + id
                        + "'. List those it knows with: yarn application -list -appStates ALL",
                cause);
    }

    private static DeploymentException refused(YarnException cause) {
        return new DeploymentException(
                Kind.INVALID, "YARN refused: " + firstLine(cause.getMessage()), cause);
    }

    private DeploymentException unreachable(IOException cause) {
        return new DeploymentException(
                Kind.UNREACHABLE,
                "The ResourceManager at "
                        + address()
                        + " does not answer ("
                        + rootMessage(cause)
                        + "). Check that YARN runs and that HADOOP_CONF_DIR ("
                        + environment.directory()
                        + ") is that cluster's.",
                cause);
    }

    private String address() {
        if (HAUtil.isHAEnabled(hadoop)) {
            return String.join(", ", HAUtil.getRMHAIds(hadoop));
        }
        InetSocketAddress address =
                hadoop.getSocketAddr(
                        YarnConfiguration.RM_ADDRESS,
                        YarnConfiguration.DEFAULT_RM_ADDRESS,
                        YarnConfiguration.DEFAULT_RM_PORT);
        return address.getHostString() + ":" + address.getPort();
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return firstLine(root.getMessage());
    }

    private static String firstLine(String text) {
        return String.valueOf(text).lines().findFirst().orElse("no reason given").strip();
    }

    @FunctionalInterface
    private interface Question<T> {
        T ask() throws YarnException, IOException;
    }
}
