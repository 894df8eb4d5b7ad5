import org.jspecify.annotations.NullMarked;

/**
 * The application's side of broadcasting: events, who may listen to which channel, notifications. With a server in the same process,
 * or as a publisher to any server of the Pusher Channels protocol.
 *
 * <p>{@link dev.reverb.broadcasting.Broadcaster} is where an application starts.
 */
@NullMarked
@SuppressWarnings("requires-automatic") // Undertow has no module descriptor.
module dev.reverb.broadcasting {
    requires transitive dev.reverb.core;
    requires transitive java.net.http;
    requires transitive tools.jackson.databind;
    requires org.bouncycastle.provider;
    requires org.slf4j;
    requires static org.jspecify;

    // What a part of it works with; the application has it where it uses that part.
    requires static jakarta.persistence;
    requires static jakarta.servlet;
    requires static org.assertj.core;
    requires static org.eclipse.jetty.server;
    requires static undertow.core;
    requires static xnio.api;
    // Named by an overload of a method of XNIO's.
    requires static java.logging;

    exports dev.reverb.broadcasting;
    exports dev.reverb.broadcasting.auth;
    exports dev.reverb.broadcasting.connection;
    exports dev.reverb.broadcasting.entity;
    exports dev.reverb.broadcasting.jetty;
    exports dev.reverb.broadcasting.notification;
    exports dev.reverb.broadcasting.servlet;
    exports dev.reverb.broadcasting.spi;
    exports dev.reverb.broadcasting.testing;
    exports dev.reverb.broadcasting.undertow;
}
