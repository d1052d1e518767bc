package org.holdfast.runtime.rpc;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Links whose first message, the registration, is coming in parts. Each try to register begins at
 * its first part again.
 */
final class OpeningLinks {

    /** Registrations come in one go, so few are under way at once; the oldest is dropped. */
    private static final int MAX_LINKS = 64;

    private final int maxMessageBytes;
    private final Map<String, InboundLink> links = new LinkedHashMap<>();

    /**
     * @param maxMessageBytes larger registrations are refused
     */
    OpeningLinks(int maxMessageBytes) {
        this.maxMessageBytes = maxMessageBytes;
    }

    /** A link that is open for messages, and what opened it. */
    record Opened(InboundLink link, RpcMessage.Register register) {}

    /**
     * Takes a part of a registration.
     *
     * @return the link, if that was the last part
     * @throws BrokenLinkException if a part is missing, or it is not a registration
     */
    Optional<Opened> receive(Envelope envelope) throws BrokenLinkException {
        InboundLink link = links.remove(envelope.sender());
        if (envelope.sequence() == 0) {
            link = new InboundLink(envelope.link(), maxMessageBytes);
        } else if (link == null || link.number() != envelope.link()) {
            throw new BrokenLinkException("its first part is missing");
        }
        Optional<RpcMessage> message = link.receive(envelope);
        if (message.isEmpty()) {
            links.put(envelope.sender(), link);
            if (links.size() > MAX_LINKS) {
                links.remove(links.keySet().iterator().next());
            }
            return Optional.empty();
        }
        return Optional.of(new Opened(link, (RpcMessage.Register) message.get()));
    }
}
