package org.holdfast.client.deploy;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.yarn.api.records.ApplicationAccessType;
import org.apache.hadoop.yarn.api.records.ApplicationSubmissionContext;
import org.apache.hadoop.yarn.api.records.ContainerLaunchContext;
import org.apache.hadoop.yarn.api.records.Priority;
import org.holdfast.runtime.config.Configuration;
import org.holdfast.runtime.config.YarnOptions;
import org.holdfast.runtime.process.JvmOptions;
import org.holdfast.yarn.launch.ContainerSize;
import org.holdfast.yarn.launch.Identity;
import org.holdfast.yarn.launch.JavaCommand;
import org.holdfast.yarn.launch.Shipment;

/** Tells YARN what the application is like and how its ApplicationMaster is started. */
final class ApplicationSubmission {

    private static final String MAIN_CLASS = "org.holdfast.yarn.am.ApplicationMaster";

    private final Configuration configuration;
    private final Shipment shipment;
    private final Identity identity;

    ApplicationSubmission(Configuration configuration, Shipment shipment, Identity identity) {
        this.configuration = requireNonNull(configuration, "configuration");
        this.shipment = requireNonNull(shipment, "shipment");
        this.identity = requireNonNull(identity, "identity");
    }

    /**
     * Fills in what YARN has begun.
     *
     * @param defaultName of the application, unless one is configured
     */
    void describe(ApplicationSubmissionContext application, String defaultName) throws IOException {
        application.setApplicationName(
                configuration.find(YarnOptions.APPLICATION_NAME).orElse(defaultName));
        application.setApplicationType(configuration.get(YarnOptions.APPLICATION_TYPE));
        application.setApplicationTags(new HashSet<>(configuration.get(YarnOptions.TAGS)));
        application.setResource(ContainerSize.ofJobManager(configuration).toResource());
        configuration.find(YarnOptions.APPLICATION_QUEUE).ifPresent(application::setQueue);
        configuration
                .find(YarnOptions.APPLICATION_NODE_LABEL)
                .ifPresent(application::setNodeLabelExpression);
        int priority = configuration.get(YarnOptions.APPLICATION_PRIORITY);
        if (priority >= 0) {
            application.setPriority(Priority.newInstance(priority));
        }
        application.setAMContainerSpec(applicationMaster());
    }

    private ContainerLaunchContext applicationMaster() throws IOException {
        Map<String, String> environment = new HashMap<>(identity.environment());
        environment.put(Shipment.VARIABLE, shipment.encode());
        String command =
                JavaCommand.jobManager(MAIN_CLASS, JvmOptions.ofJobManager(configuration))
                        .toShell(shipment.classPath());
        return ContainerLaunchContext.newInstance(
                shipment.localResources(),
                environment,
                List.of(command),
                null,
                identity.tokens(),
                accessControl());
    }

    private Map<ApplicationAccessType, String> accessControl() {
        Map<ApplicationAccessType, String> lists = new EnumMap<>(ApplicationAccessType.class);
        configuration
                .find(YarnOptions.VIEW_ACLS)
                .ifPresent(list -> lists.put(ApplicationAccessType.VIEW_APP, list));
        configuration
                .find(YarnOptions.MODIFY_ACLS)
                .ifPresent(list -> lists.put(ApplicationAccessType.MODIFY_APP, list));
        return lists;
    }
}
