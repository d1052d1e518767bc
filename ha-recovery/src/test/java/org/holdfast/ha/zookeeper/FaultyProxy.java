package org.holdfast.ha.zookeeper;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.zookeeper.ZooDefs.OpCode;

/**
 * Stands between a client and a ZooKeeper server: counts requests, and loses a reply or a request
 * of a kind when told to, together with the connection.
 */
final class FaultyProxy implements AutoCloseable {

    /** Pings and what belongs to opening a session. */
    private static final Set<Integer> HOUSEKEEPING =
            Set.of(OpCode.ping, OpCode.auth, OpCode.sasl, OpCode.setWatches, OpCode.setWatches2);

    private final ServerSocket listening;
    private final int serverPort;
    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
    private final ConcurrentMap<Integer, Integer> requests = new ConcurrentHashMap<>();
    private final AtomicReference<Fault> fault = new AtomicReference<>();
    private volatile Optional<SessionTicket> lastSession = Optional.empty();
    private volatile boolean cut;
    private volatile boolean cutAfterFault;

    /** What goes wrong next. */
    private record Fault(int opCode, boolean requestArrives) {}

    /** Enough to take over a session. */
    record SessionTicket(long id, byte[] password) {}

    /** One client's connection, and the reply to keep from it. */
    private static final class Pair {
        final Socket client;
        final Socket server;
        volatile Optional<Integer> lostReply = Optional.empty();

        Pair(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        void close() {
            closeQuietly(client);
            closeQuietly(server);
        }
    }

    FaultyProxy(int serverPort) throws IOException {
        this.serverPort = serverPort;
        listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start("accept", this::accept);
    }

    String connectString() {
        return "127.0.0.1:" + listening.getLocalPort();
    }

    /** The next request of a kind is carried out; its reply never arrives. */
    void loseReplyToNext(int opCode) {
        fault.set(new Fault(opCode, true));
    }

    /** The next request of a kind never arrives. */
    void loseNext(int opCode) {
        fault.set(new Fault(opCode, false));
    }

    /** As {@link #loseReplyToNext}, and nobody can connect from then on until {@link #mend}. */
    void loseReplyToNextAndCut(int opCode) {
        cutAfterFault = true;
        loseReplyToNext(opCode);
    }

    boolean faultHasHappened() {
        return fault.get() == null;
    }

    /** Ends all connections and lets nobody connect. */
    void cut() {
        cut = true;
        sockets.forEach(FaultyProxy::closeQuietly);
    }

    void mend() {
        cut = false;
        cutAfterFault = false;
    }

    /** All requests since the last call, by their operation code. */
    Map<Integer, Integer> takeRequests() {
        Map<Integer, Integer> taken = Map.copyOf(requests);
        requests.clear();
        return taken;
    }

    SessionTicket lastSession() {
        return lastSession.orElseThrow();
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = listening.accept();
            if (cut) {
                closeQuietly(client);
                continue;
            }
            Socket server;
            try {
                server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
            } catch (IOException e) {
                closeQuietly(client);
                continue;
            }
            Pair pair = new Pair(client, server);
            sockets.add(client);
            sockets.add(server);
            start("requests", () -> passRequests(pair));
            start("replies", () -> passReplies(pair));
        }
    }

    private void passRequests(Pair pair) throws IOException {
        try (DataInputStream in = new DataInputStream(pair.client.getInputStream())) {
            DataOutputStream out = new DataOutputStream(pair.server.getOutputStream());
            boolean first = true;
            while (true) {
                byte[] frame = readFrame(in);
                if (!first) {
                    ByteBuffer header = ByteBuffer.wrap(frame);
                    int xid = header.getInt();
                    int opCode = header.getInt();
                    if (!HOUSEKEEPING.contains(opCode)) {
                        requests.merge(opCode, 1, Integer::sum);
                    }
                    Fault next = fault.get();
                    if (next != null
                            && next.opCode() == opCode
                            && fault.compareAndSet(next, null)) {
                        if (!next.requestArrives()) {
                            return;
                        }
                        pair.lostReply = Optional.of(xid);
                    }
                }
                first = false;
                writeFrame(out, frame);
            }
        } finally {
            pair.close();
        }
    }

    private void passReplies(Pair pair) throws IOException {
        try (DataInputStream in = new DataInputStream(pair.server.getInputStream())) {
            DataOutputStream out = new DataOutputStream(pair.client.getOutputStream());
            boolean first = true;
            while (true) {
                byte[] frame = readFrame(in);
                ByteBuffer reply = ByteBuffer.wrap(frame);
                if (first) {
                    reply.position(8);
                    long session = reply.getLong();
                    byte[] password = new byte[reply.getInt()];
                    reply.get(password);
                    lastSession = Optional.of(new SessionTicket(session, password));
                } else if (pair.lostReply.equals(Optional.of(reply.getInt()))) {
                    cut |= cutAfterFault;
                    return;
                }
                first = false;
                writeFrame(out, frame);
            }
        } finally {
            pair.close();
        }
    }

    private static byte[] readFrame(DataInputStream in) throws IOException {
        byte[] frame = new byte[in.readInt()];
        in.readFully(frame);
        return frame;
    }

    private static void writeFrame(DataOutputStream out, byte[] frame) throws IOException {
        byte[] whole =
                ByteBuffer.allocate(4 + frame.length).putInt(frame.length).put(frame).array();
        out.write(whole);
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void start(String what, Work work) {
        Thread thread =
                new Thread(
                        () -> {
                            try {
                                work.run();
                            } catch (IOException e) {
                                // one end has closed; so has the other by now
                            }
                        },
                        "faulty-proxy-" + what);
        thread.setDaemon(true);
        thread.start();
    }

    private static void closeQuietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            // nothing is lost
        }
    }

    @Override
    public void close() {
        cut();
        closeQuietly(listening);
    }
}
