package org.holdfast.runtime.state;

import java.io.IOException;
import java.io.InputStream;
import org.holdfast.runtime.checkpoint.StateHandle;

/** Opens what a handle points to. */
@FunctionalInterface
public interface StateFiles {

    /**
     * Opens it, to be read to its end and closed.
     *
     * @throws IOException if it is not there; reading throws one if its length or digest are not
     *     the handle's
     */
    InputStream open(StateHandle handle) throws IOException;
}
