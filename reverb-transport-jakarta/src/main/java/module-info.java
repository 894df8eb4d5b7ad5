import org.jspecify.annotations.NullMarked;

/** Mounts Reverb into any container of Jakarta WebSocket 2.1 and Servlet 6. */
@NullMarked
module dev.reverb.transport.jakarta {
    requires transitive dev.reverb.core;
    requires transitive jakarta.servlet;
    requires transitive jakarta.websocket;
    requires org.slf4j;
    requires static org.jspecify;

    exports dev.reverb.transport.jakarta;

    provides jakarta.servlet.ServletContainerInitializer with
            dev.reverb.transport.jakarta.ReverbInitializer;
}
