package dev.reverb.event;

import dev.reverb.channel.SocketId;

/** Something that has happened to one connection. Those of a connection come in their order. */
public sealed interface ConnectionEvent extends ApplicationEvent
        permits ConnectionOpened,
                ConnectionClosed,
                ConnectionPruned,
                MessageReceived,
                MessageSent,
                SlowConsumerClosed,
                UserSignedIn {

    /**
     * Which connection it is.
     *
     * @return its id, as clients know it
     */
    SocketId socketId();
}
