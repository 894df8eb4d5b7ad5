import org.jspecify.annotations.NullMarked;

/** Serves Reverb over Jetty 12.1: by a server of its own, or mounted into one that the application runs. */
@NullMarked
module dev.reverb.transport.jetty {
    requires transitive dev.reverb.core;
    requires transitive org.eclipse.jetty.server;
    requires org.slf4j;
    requires static org.jspecify;

    exports dev.reverb.transport.jetty;
}
