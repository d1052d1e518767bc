package org.holdfast.faults;

import java.util.List;
import org.holdfast.faults.ApplicationProcesses.Container;

/** The living processes of a cluster on this machine. */
public interface ClusterProcesses {

    /** The JobManagers that lead, or take themselves to. */
    List<Container> jobManagers();

    List<Container> taskManagers();
}
