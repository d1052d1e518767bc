package org.holdfast.ha.zookeeper.server;

/** The file does not say what a server needs. The message names file and lines. */
final class InvalidZooCfgException extends Exception {

    private static final long serialVersionUID = 1L;

    InvalidZooCfgException(String message) {
        super(message);
    }
}
