package dev.jcompose.runtime.network.nft;

import dev.jcompose.runtime.network.netlink.Message;
import dev.jcompose.runtime.os.Errno;
import dev.jcompose.runtime.os.ErrnoException;
import dev.jcompose.runtime.os.NativeThread;
import dev.jcompose.runtime.os.NetlinkSocket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** Tells when somebody changes the chains or rules of a table, such as another engine or a firewall that starts later. */
public final class ChangeWatch implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(ChangeWatch.class.getName());
    private static final int NFNLGRP_NFTABLES = 7;
    private static final int NFNL_SUBSYS_NFTABLES = 10;
    private static final int GENMSG_BYTES = 4;
    private static final int NFT_MSG_NEWTABLE = 0;
    private static final int NFT_MSG_DELTABLE = 2;
    private static final int NFT_MSG_NEWCHAIN = 3;
    private static final int NFT_MSG_DELCHAIN = 5;
    private static final int NFT_MSG_NEWRULE = 6;
    private static final int NFT_MSG_DELRULE = 8;
    /** In messages about tables, chains and rules alike, the first attribute is the table's name. */
    private static final int NAME_OF_TABLE = 1;

    private final NetlinkSocket socket;
    private final String table;
    private final Runnable listener;
    private volatile boolean closed;

    private ChangeWatch(NetlinkSocket socket, String table, Runnable listener) {
        this.socket = socket;
        this.table = table;
        this.listener = listener;
    }

    /**
     * Watches the tables of this name in all families of the calling thread's namespace.
     *
     * @param listener called after changes, by a thread of the watch; changes of its own call it again
     */
    public static ChangeWatch start(String table, Runnable listener) throws ErrnoException {
        var socket = NetlinkSocket.openForEvents(NetlinkSocket.NETLINK_NETFILTER, NFNLGRP_NFTABLES);
        var watch = new ChangeWatch(socket, table, listener);
        try {
            NativeThread.start("nftables-watch", watch::watch);
        } catch (ErrnoException e) {
            socket.close();
            throw e;
        }
        return watch;
    }

    private void watch() {
        try (socket) {
            while (!closed) {
                if (changed() && !closed) {
                    listener.run();
                }
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "changes of other packet filters are not seen any more", e);
        }
    }

    private boolean changed() throws IOException {
        try {
            ByteBuffer news = socket.receive();
            List<Message> messages = Message.parse(news);
            for (var message : messages) {
                if (concerns(message)) {
                    return true;
                }
            }
            return false;
        } catch (ErrnoException e) {
            if (e.is(Errno.EAGAIN)) {
                return false;
            }
            if (e.is(Errno.ENOBUFS)) {
                return true;
            }
            throw e;
        }
    }

    private boolean concerns(Message message) throws IOException {
        if (message.type() >> 8 != NFNL_SUBSYS_NFTABLES) {
            return false;
        }
        return switch (message.type() & 0xff) {
            case NFT_MSG_NEWTABLE,
                    NFT_MSG_DELTABLE,
                    NFT_MSG_NEWCHAIN,
                    NFT_MSG_DELCHAIN,
                    NFT_MSG_NEWRULE,
                    NFT_MSG_DELRULE ->
                message.attributes(GENMSG_BYTES)
                        .text(NAME_OF_TABLE)
                        .filter(table::equals)
                        .isPresent();
            default -> false;
        };
    }

    /** Ends the watch; its thread follows within ten seconds. */
    @Override
    public void close() {
        closed = true;
    }
}
