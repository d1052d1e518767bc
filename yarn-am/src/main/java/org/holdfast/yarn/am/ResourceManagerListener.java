package org.holdfast.yarn.am;

import java.util.List;
import org.apache.hadoop.yarn.api.records.Container;
import org.apache.hadoop.yarn.api.records.ContainerStatus;

/** What the ResourceManager says. Called on the link's thread. */
interface ResourceManagerListener extends AttemptEnd {

    /** Containers of earlier attempts that the ResourceManager did not know of before. */
    void onRecovered(List<Container> containers);

    void onAllocated(List<Container> containers);

    void onCompleted(List<ContainerStatus> containers);

    /** The number of nodes changed. */
    void onClusterNodes(int number);

    /** Requests were refused for good. */
    void onRefused(String reason);
}
