package org.holdfast.yarn.am;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.Map;
import org.apache.hadoop.yarn.api.ApplicationConstants.Environment;
import org.apache.hadoop.yarn.api.records.ApplicationAttemptId;
import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.apache.hadoop.yarn.api.records.ContainerId;
import org.holdfast.yarn.launch.Shipment;

/**
 * What YARN and the client told this process.
 *
 * @param attempt which application attempt it is
 * @param host of its node
 * @param node host and port of its NodeManager
 */
record AttemptEnvironment(
        ApplicationAttemptId attempt, String host, String node, Shipment shipment) {

    AttemptEnvironment {
        requireNonNull(attempt, "attempt");
        requireNonNull(host, "host");
        requireNonNull(node, "node");
        requireNonNull(shipment, "shipment");
    }

    /**
     * Reads the environment variables.
     *
     * @throws IOException if they are not those of an ApplicationMaster's container
     */
    static AttemptEnvironment read(Map<String, String> variables) throws IOException {
        String container = variable(variables, Environment.CONTAINER_ID.name());
        String host = variable(variables, Environment.NM_HOST.name());
        return new AttemptEnvironment(
                ContainerId.fromString(container).getApplicationAttemptId(),
                host,
                host + ":" + variable(variables, Environment.NM_PORT.name()),
                Shipment.decode(variable(variables, Shipment.VARIABLE)));
    }

    String applicationId() {
        return attempt.getApplicationId().toString();
    }

    /**
     * Grows from attempt to attempt, and from application to application: YARN's own order, packed.
     * When its ResourceManager started, in seconds, the application's number since (modulo
     * 1,048,576) and the attempt's (at most 255 count).
     */
    long attemptOrder() {
        ApplicationId application = attempt.getApplicationId();
        return (application.getClusterTimestamp() / 1000 << 28)
                | (application.getId() & 0xFFFFF) << 8
                | Math.min(attempt.getAttemptId(), 0xFF);
    }

    private static String variable(Map<String, String> variables, String name) throws IOException {
        String value = variables.get(name);
        if (value == null) {
            throw new IOException(
                    name
                            + " is not set: this program is started by YARN, in a container that"
                            + " bin/yarn-session.sh or bin/holdfast asked for.");
        }
        return value;
    }
}
