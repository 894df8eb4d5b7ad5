/** Small programs, each a page, each run by a test. */
module dev.reverb.examples {
    requires dev.reverb.core;
    requires dev.reverb.transport.jetty;
    requires org.eclipse.jetty.server;

    exports dev.reverb.examples;
}
