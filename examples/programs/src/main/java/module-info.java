/** Small programs, each a page, each run by a test. */
// Undertow has no module descriptor; its name comes from its file's name.
@SuppressWarnings("requires-automatic")
module dev.reverb.examples {
    requires transitive dev.reverb.core;
    requires dev.reverb.transport.jetty;
    requires dev.reverb.transport.undertow;
    requires org.eclipse.jetty.server;
    requires undertow.core;

    exports dev.reverb.examples;
}
