import org.jspecify.annotations.NullMarked;

/**
 * The engine: the Pusher Channels protocol, channels, presence and the HTTP API behind transport SPIs.
 *
 * <p>{@link dev.reverb.ReverbServer} is where an application starts. Whoever writes a transport starts at {@link
 * dev.reverb.spi.transport}.
 */
@NullMarked
@SuppressWarnings("module") // The module of the qualified exports is compiled later.
module dev.reverb.core {
    requires transitive java.net.http;
    requires org.slf4j;
    requires static transitive org.jspecify;

    exports dev.reverb;
    exports dev.reverb.application;
    exports dev.reverb.channel;
    exports dev.reverb.event;
    exports dev.reverb.interception;
    exports dev.reverb.spi;
    exports dev.reverb.spi.scaling;
    exports dev.reverb.spi.transport;
    exports dev.reverb.spi.websocket;
    exports dev.reverb.internal.auth to
            dev.reverb.broadcasting;
    exports dev.reverb.internal.retry to
            dev.reverb.broadcasting;
    exports dev.reverb.internal.threads to
            dev.reverb.broadcasting;
}
